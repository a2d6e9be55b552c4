"""Boxes that say how to cite a page, references as files, bibliographies of lists, and the basket."""
