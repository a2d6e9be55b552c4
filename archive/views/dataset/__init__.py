"""The archive as data, at ``/data/``: what there is, how to read it, and the files.

pages     the page of all versions and of one version, and the codebook
files     the files of a version
examples  the questions that the page answers; ``examples.toml`` has them
"""
