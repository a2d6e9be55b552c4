"""The description of the API, made from the typed dictionaries of ``archive.views.keys``."""
