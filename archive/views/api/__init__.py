"""The data of all addresses: their keys as typed dictionaries, and the description of the API made from them."""
