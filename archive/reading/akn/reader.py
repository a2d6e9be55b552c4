"""Reads Akoma Ntoso for the United Nations (AKN4UN): the XML in which the UN publishes its resolutions.

    statement/meta → coverPage → preface → preamble → mainBody → conclusions → attachments

A ``documentCollection`` has several resolutions with the same number (77/263 A and B). Each resolution is a
``statement``. ``inline`` reads the text of a paragraph, ``body`` makes clauses, and ``metadata`` reads the facts about
the resolution.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

from lxml import etree

from archive import languages, symbols
from archive.messages import Unreadable
from archive.reading import paths, source_formats
from archive.reading.akn.body import Body
from archive.reading.akn.inline import Footnotes, Run, inner_text, local_name
from archive.reading.akn.lines import Lines
from archive.reading.akn.metadata import lines_around, read_end, read_metadata, read_notes
from archive.reading.akn.title import check_title, read_title
from archive.reading.draft import HEADING, OPERATIVE, Draft, ReadingWarning
from archive.reading.foreign import foreign
from archive.reading.reader import Reader
from archive.reading.told import NOTHING, Told, tell_date, tell_symbol, warn_of_language

_ROOT = "akomaNtoso"
# The codes of three warnings, for a symbol above the title, on the cover or in the metadata that is not Draft.symbol.
_OTHER_SYMBOL = (
    "akn.symbol_differs_above_title",
    "akn.symbol_differs_on_cover",
    "akn.symbol_differs_in_metadata",
)
_NOT_UNDERSTOOD = "reading.left_out"
_SAMPLE = 4000  # characters; only so many are checked for the language


def recognise(data: bytes) -> bool:
    """Whether the bytes are Akoma Ntoso of any kind, complete or not."""
    if foreign(data):
        return False
    head = data[:8192]
    return any(_ROOT.encode(encoding) in head for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def read(data: bytes, source: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in a file, in the order of the file. A collection gives one Draft per part (A, B …).

    Raises Unreadable if the XML is not well-formed or not safe, if the file is another kind of document, or if a
    resolution has no symbol.
    """
    root = _parse(data)
    if local_name(root) != _ROOT:
        raise Unreadable(
            "akn.wrong_root",
            name=local_name(root),
            root=_ROOT,
        )
    collection = root.find("{*}documentCollection")
    statements = [
        s for s in root.iter("{*}statement") if s.find("{*}preamble") is not None or s.find("{*}mainBody") is not None
    ]
    if not statements:
        kind = next((name for child in root if (name := local_name(child))), "—")
        raise Unreadable("akn.no_resolution", kind=kind)
    only = told if len(statements) == 1 else NOTHING  # a collection has the symbol of each of its resolutions
    return [_read_statement(statement, collection, source, only) for statement in statements]


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "entit" in str(error).lower():
            raise Unreadable(
                "akn.entities_refused",
                line=error.lineno,
            ) from error
        raise Unreadable("akn.not_well_formed", line=error.lineno) from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and (dtd.system_url or list(dtd.iterentities())):
        raise Unreadable("akn.doctype_refused")
    return root


def _read_statement(statement: etree._Element, collection: etree._Element | None, source: str, told: Told) -> Draft:
    whole = [statement] if collection is None else [statement, collection]
    metas = [meta for e in whole if (meta := e.find("{*}meta")) is not None]
    cover = next((page for e in whole if (page := e.find("{*}coverPage")) is not None), None)
    draft = Draft(source=source, format=source_formats.AKN.key, language="")
    draft.language = _language(statement, metas, draft.warnings)
    lines = Lines()
    footnotes = Footnotes(statement, draft.language, draft.warnings, lines)

    numbers = read_title(draft, [e.find("{*}preface") for e in reversed(whole)], footnotes)
    _set_symbol(draft, numbers, cover, metas, told)
    if collection is not None:
        draft.part = symbols.number_and_part(draft.symbol)[1]
    conclusions = _read_text(draft, statement, cover, footnotes)
    read_notes(metas, footnotes)
    taken = read_metadata(draft, metas, cover)
    read_end(draft, conclusions, metas)
    tell_date(draft, told)
    warn_of_language(draft, told)
    covers = [page for e in reversed(whole) for page in e.iterchildren("{*}coverPage")]
    before, behind = ([line for part in parts for line in lines_around(part, taken)] for parts in (covers, metas))
    draft.lines = lines.between(before, behind)
    for line in draft.lines:
        if line.role == "unknown" and line.text.strip():
            draft.warnings.append(ReadingWarning("metadata", _NOT_UNDERSTOOD, {"words": line.text}))
    return draft


def _read_text(
    draft: Draft, statement: etree._Element, cover: etree._Element | None, footnotes: Footnotes
) -> etree._Element | None:
    """Read the clauses, the footnotes and the end into the Draft. Returns the ``conclusions`` element, or None."""
    body = Body(footnotes, draft.warnings)
    conclusions = None
    body.read_stray_text(statement.text)
    for child in statement:
        name = local_name(child)
        if name == "preamble":
            body.read_preamble(child)
        elif name == "mainBody":
            body.read_main_body(child)
        elif name == "attachments":
            body.read_attachments(child)
        elif name == "conclusions":
            conclusions = child
            run = Run(footnotes)
            run.read(child)
            words = run.words()
            draft.end = "\n".join(part for part in (draft.end, words.text) if part)
            footnotes.warn_of_deleted(words, "metadata")
            footnotes.lines.add(words.printed, "end")
        elif name and name not in ("meta", "coverPage", "preface", "components"):
            body.read_stray(child)
        body.read_stray_text(child.tail)
    draft.formula = body.formula
    body.settle_preambles()
    check_title(draft, body, cover)
    paths.assign(body.clauses, body.annexes)
    body.place_warnings()
    draft.clauses, draft.footnotes = body.clauses, footnotes.found
    _check(draft)
    return conclusions


def _check(draft: Draft) -> None:
    """Add warnings for numbers out of order, numbers without words, and footnotes without a mark."""
    if not draft.clauses:
        draft.warnings.append(ReadingWarning("metadata", "reading.no_paragraph"))
    last = 0
    for clause in draft.clauses:
        if not clause.text:
            draft.warnings.append(ReadingWarning(clause.path, "reading.number_without_words", {"label": clause.label}))
        if clause.kind == HEADING:
            last = 0
        elif clause.kind == OPERATIVE and (number := paths.label_number(clause.label)):
            if number not in (last + 1, 1) and last:
                values = {"number": str(number), "last": str(last)}
                draft.warnings.append(ReadingWarning(clause.path, "reading.paragraph_follows", values))
            last = number
    marked = {mark.marker for clause in draft.clauses for mark in clause.marks} | {m.marker for m in draft.title_marks}
    for marker in draft.footnotes:
        if marker not in marked and not any(w.place == f"footnote {marker}" for w in draft.warnings):
            draft.warnings.append(ReadingWarning(f"footnote {marker}", "reading.footnote_without_clause"))


def _set_symbol(
    draft: Draft, numbers: list[str], cover: etree._Element | None, metas: list[etree._Element], told: Told
) -> None:
    """Set the symbol from the first place that has one: above the title, on the cover, in the metadata.

    Raises Unreadable if no place has a symbol, and a librarian tells none.
    """
    printed = symbols.resolution_symbol(" ".join(number.rstrip(".") for number in numbers))
    number = cover.find(".//{*}docNumber") if cover is not None else None
    on_cover = symbols.normalise(inner_text(number)) if number is not None else ""
    uri = next((e.get("value", "") for m in metas for e in m.iterfind(".//{*}FRBRWork/{*}FRBRuri")), "")
    match = re.search(r"/((?:E?S-)?\d+)-(\d+[A-Z]?(?:-[A-Z])?)/?$", uri)
    stated = symbols.resolution_symbol(f"{match[1]}/{match[2]}") if match else None
    on_cover = on_cover if symbols.adopted_series(on_cover) else ""
    draft.symbol = printed or on_cover or stated or ""
    if printed and re.fullmatch(re.escape(printed) + "[A-Z]", on_cover):
        draft.symbol = on_cover  # only the cover has the letter of a part such as 75/290 B
    if printed and symbols.corrected(on_cover) == printed:
        draft.symbol, printed, stated = on_cover, None, None  # a corrigendum prints the number of the resolution
    if not draft.symbol and not told.symbol:
        raise Unreadable("akn.no_symbol")
    for message, other in zip(_OTHER_SYMBOL, (printed, on_cover, stated), strict=True):
        # A cover with the symbol 77/263 A-B, or 77/263, is also the cover of the part 77/263 B.
        whole = re.sub(r"[A-Z]-[A-Z]$", "", other or "")
        if (
            other
            and draft.symbol != other
            and not (len(metas) > 1 and re.fullmatch(re.escape(whole) + "[A-Z]", draft.symbol))
        ):
            draft.warnings.append(ReadingWarning("metadata", message, {"symbol": draft.symbol, "other": other}))
    tell_symbol(draft, told)


def _language(statement: etree._Element, metas: list[etree._Element], warnings: list[ReadingWarning]) -> str:
    """The language of the text itself. Adds a warning if the metadata name another language."""
    code = next((e.get("language", "") for m in metas for e in m.iterfind(".//{*}FRBRlanguage")), "")
    stated = languages.of_akn(code)
    parts = [part for name in ("preamble", "mainBody") for part in statement.iterchildren("{*}" + name)]
    text = ""
    for piece in itertools.chain.from_iterable(itertools.chain(part.itertext(), " ") for part in parts):
        text += str(piece)
        if len(text) >= _SAMPLE:
            break
    language = languages.of_words(text) or stated
    if stated and stated != language:
        warnings.append(ReadingWarning("metadata", "akn.language_differs", {"code": code, "language": language}))
    return language


AKN = Reader(source_formats.AKN, recognise, read)
