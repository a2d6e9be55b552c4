"""Compares two texts in one language: which clause became which, and which words changed.

    two ``ComparedText``s → align → **Alignment** → compare_pair → **Comparison**

    text        the clauses of a text, with what they cite
    tokens      the words of a clause as a string of one character per word
    likeness    how alike two clauses are
    assignment  the best pairs of all
    aligning    pairs, new and dropped clauses
    dividing    clauses that were split or merged
    order       the clauses that were moved
    numbers     whether only dates, numbers and lists of resolutions moved on
    wording     the changed words inside a pair
    verbs       the changed opening phrase, and whether it is stronger
    comparison  all of this as one result, and as JSON
    similar     the clauses of any text whose words are like those of one clause
    parallel    the clauses of one text in two languages, each with its counterpart

This package uses no Django. The caller brings the function that cuts Chinese into words.
"""

from archive.comparing.comparison import Comparison, Pair, compare
from archive.comparing.text import ComparedText

__all__ = ["ComparedText", "Comparison", "Pair", "compare"]
