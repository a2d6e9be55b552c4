"""The keys of all JSON answers, as typed dictionaries with a description of each key.

``archive.views.api`` makes OpenAPI and the help of them. The makers of the answers have them as their types.
"""
