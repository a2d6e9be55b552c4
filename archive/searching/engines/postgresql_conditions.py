"""Conditions (``archive.searching.matching``) as SQL for the table of ``postgresql``.

A condition has two forms. ``candidates`` asks the index only, and may find too much. ``met`` checks a row: it needs no
index, and no tsvector of tokens, which PostgreSQL would have to make of each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psycopg import sql

from archive.searching.matching import All, Between, Condition, Either, Is, Not, TokenSequence

# Characters of a token that are in the index. A lexeme of PostgreSQL has at most 2,046 bytes, and its patterns count to
# 255. A longer token is found by its beginning, and then by its row.
LONGEST = 254
_LOOKED_UP = 20  # tokens of a sequence for which the index is asked; more tokens hardly leave fewer candidates
_MANY = 20  # values of a keyword for which a hash table is faster than one comparison after the other

_TRUE, _FALSE = sql.SQL("true"), sql.SQL("false")


def lexeme(text: str) -> str:
    """A text as one lexeme of a tsvector or of a tsquery.

    >>> print(lexeme("can't"))
    'can''t'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def lexemes(column: str, kind: str) -> sql.Composable:
    """The expression of the index for a column of tokens or of words: a tsvector. That of tokens has no places."""
    if kind == "words":
        return sql.Identifier(column)
    cut = sql.SQL(rf"regexp_replace({{}}, '(\S{{{{{LONGEST}}}}})\S+', '\1', 'g')").format(sql.Identifier(column))
    return sql.SQL("array_to_tsvector(array_remove(string_to_array({}, ' '), ''))").format(cut)


class ConditionSql:
    """Writes conditions for a table. ``kinds``: column → kind (``archive.searching.index_fields``)."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def where(self, condition: Condition) -> sql.Composable:
        """The whole condition: candidates, and a check of those that need one."""
        found = self.candidates(condition)
        parts = [] if found is None else [found]
        if not _is_exact(condition):
            parts.append(self._unchecked(condition))
        return _joined(" AND ", parts)

    def candidates(self, condition: Condition) -> sql.Composable | None:
        """The rows that can meet a condition, as a question for the index; None if these can be all rows."""
        match condition:
            case TokenSequence(field):
                asked = _asked(condition)
                return sql.SQL("{} @@ {}::tsquery").format(self._lexemes(field), sql.Literal(asked)) if asked else None
            case All(children):
                found = [one for one in map(self.candidates, children) if one is not None]
                return _joined(" AND ", found) if found else None
            case Either(children):
                each = [self.candidates(child) for child in children]
                found = [one for one in each if one is not None]
                return _joined(" OR ", found, _FALSE) if len(found) == len(each) else None
            case Not():
                return None
        return self.met(condition)

    def met(self, condition: Condition) -> sql.Composable:
        """Whether a row meets a condition."""
        match condition:
            case TokenSequence(field) if self._kinds[field] == "words":
                return sql.SQL("{} @@ {}::tsquery").format(sql.Identifier(field), sql.Literal(_asked(condition)))
            case TokenSequence(field, tokens):
                needle = ("" if condition.open_start else " ") + " ".join(tokens) + ("" if condition.open_end else " ")
                return sql.SQL("strpos({}, {}) > 0").format(sql.Identifier(field), sql.Literal(needle))
            case Is(field, values) if len(values) > _MANY:
                return sql.SQL("EXISTS (SELECT FROM unnest({}) AS has WHERE has = ANY ({}::text[]))").format(
                    sql.Identifier(field), sql.Literal(list(values))
                )
            case Is(field, values):
                return sql.SQL("{} && {}::text[]").format(sql.Identifier(field), sql.Literal(list(values)))
            case Between(field, low, high):
                bounds = [(sql.SQL(">="), low), (sql.SQL("<="), high)]
                given = [
                    sql.SQL("{} {} {}").format(sql.Identifier(field), sign, sql.Literal(bound))
                    for sign, bound in bounds
                    if bound is not None
                ]
                return _joined(" AND ", given)
            case All(children):
                return _joined(" AND ", map(self.met, children))
            case Either(children):
                return _joined(" OR ", map(self.met, children), _FALSE)
            case Not(child):
                return sql.SQL("NOT ({})").format(self.met(child))

    def _unchecked(self, condition: Condition) -> sql.Composable:
        """What a candidate still has to meet."""
        if isinstance(condition, All):
            return _joined(" AND ", [self._unchecked(child) for child in condition.children if not _is_exact(child)])
        return self.met(condition)

    def _lexemes(self, column: str) -> sql.Composable:
        return lexemes(column, self._kinds[column])


def _is_exact(condition: Condition) -> bool:
    """Whether every candidate meets the condition."""
    match condition:
        case TokenSequence(_, tokens):
            return len(tokens) == 1 and not condition.open_start and len(tokens[0]) < LONGEST
        case Is() | Between():
            return True
        case All(children) | Either(children):
            return all(map(_is_exact, children))
        case Not():
            return False


def _asked(sequence: TokenSequence) -> str:
    """The tokens of a sequence as a tsquery. "" if the index cannot be asked for any of them."""
    tokens = [lexeme(token[:LONGEST]) for token in sequence.tokens]
    if sequence.open_end:
        tokens[-1] += ":*"
    if sequence.open_start:
        tokens[0] = ""
    return " & ".join(list(dict.fromkeys(filter(None, tokens)))[:_LOOKED_UP])


def _joined(word: str, parts: Iterable[sql.Composable], nothing: sql.SQL = _TRUE) -> sql.Composable:
    found = [sql.SQL("({})").format(part) for part in parts]
    return sql.SQL(word).join(found) if found else nothing
