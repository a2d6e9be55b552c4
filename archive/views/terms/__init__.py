"""The pages of the terms: which English stands for which Chinese. ``archive.terms.making`` stores what they show."""
