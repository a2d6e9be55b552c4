"""Tests the AKN4UN reader on every file that the UN published: its words are compared with a simpler reading."""

from __future__ import annotations

import importlib.util
import io
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from archive.reading.akn import reader as akn
from archive.reading.draft import Draft, Mark

SHARED = Path(__file__).resolve().parents[2] / "shared"
RESOLUTIONS = SHARED / "data" / "GAresolutions"
SESSIONS = ("74session", "75session", "77session", "78session", "79session")

pytestmark = pytest.mark.skipif(not RESOLUTIONS.is_dir(), reason="needs ../shared/data/GAresolutions")


def published(session: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every XML file of a session, also those in its zip archive."""
    for path in sorted((RESOLUTIONS / session).rglob("*")):
        if path.suffix == ".xml":
            yield path.name, path.read_bytes()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for name in archive.namelist():
                    if name.endswith(".xml"):
                        yield name, archive.read(name)


# The simpler reading: all text in the order of the file, without footnotes, with each mark as ⟦7⟧ at its place. White
# space does not count.


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(element: etree._Element, without: tuple[str, ...] = ()) -> str:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            name = etree.QName(child).localname
            inside = "".join(map(str, child.itertext()))
            if name == "authorialNote":
                pieces.append(f"⟦{child.get('marker')}⟧")
            elif name == "sup" and re.fullmatch(r"\s*\d[\d\s、-]*", inside):
                pieces += [f"⟦{marker}⟧" for marker in spelled_out(inside)]
            elif name not in without:
                pieces.append(printed(child, without))
        pieces.append(child.tail or "")
    return "".join(pieces)


def spelled_out(markers: str) -> list[str]:
    """``7、8`` and ``1-3`` as single markers."""
    numbers: list[str] = []
    for part in markers.split("、"):
        first, _, last = part.strip().partition("-")
        numbers += [str(number) for number in range(int(first), int(last or first) + 1)]
    return numbers


def printed_note(note: etree._Element) -> str:
    """The words of a footnote, without its raised number, which the files often repeat before them."""
    words = squash("".join(map(str, note.itertext())))
    raised = note.find(".//{*}sup")
    number = squash("".join(map(str, raised.itertext()))) if raised is not None else ""
    return words.removeprefix(number) if number == note.get("marker") else words


def with_marks(text: str, marks: list[Mark]) -> str:
    for mark in reversed(sorted(marks, key=lambda mark: mark.at)):  # noqa: C413 (marks at the same place keep their order)
        text = f"{text[: mark.at]}⟦{mark.marker}⟧{text[mark.at :]}"
    return text


def losses(data: bytes, name: str, drafts: list[Draft]) -> list[str]:
    """The differences between the Drafts of a file and its simpler reading."""
    root = etree.fromstring(data)
    collection = root.find("{*}documentCollection/{*}preface")
    statements = [s for s in root.iter("{*}statement") if s.find("{*}mainBody") is not None]
    if len(drafts) != len(statements):
        return [f"{name}: {len(statements)} resolutions, {len(drafts)} drafts"]
    found = []
    for statement, draft in zip(statements, drafts, strict=True):
        prefaces = [preface for preface in (collection, statement.find("{*}preface")) if preface is not None]
        notes = [note for element in (*prefaces, statement) for note in element.iter("{*}authorialNote")]
        expected = {
            "title": "".join(printed(preface, ("docNumber",)) for preface in prefaces),
            "text": "".join(
                printed(child, ("meta",))
                for child in statement
                if isinstance(child.tag, str)
                and etree.QName(child).localname in ("preamble", "mainBody", "attachments")
            ),
            "end": "".join(printed(end) for end in statement.iterchildren("{*}conclusions")),
            "footnotes": "|".join({note.get("marker", ""): printed_note(note) for note in notes}.values()),
        }
        read = {
            "title": with_marks(draft.title, draft.title_marks),
            "text": draft.formula + "".join(c.label + with_marks(c.text, c.marks) for c in draft.clauses),
            "end": draft.end,
            "footnotes": "|".join(note.text for note in draft.footnotes.values()),
        }
        for part, words in expected.items():
            if squash(words) != squash(read[part]):
                a, b = squash(words) + "∎", squash(read[part]) + "∎"
                place = next(i for i, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1])
                around = slice(max(0, place - 9), place + 9)
                found.append(f"{name}, {part}: …{a[around]}… is read as …{b[around]}…")
    return found


@pytest.mark.parametrize("session", SESSIONS)
def test_no_word_is_lost_and_none_invented(session: str) -> None:
    count, found = 0, []
    for name, data in published(session):
        drafts = akn.read(data, name)
        count += 1
        found += losses(data, name, drafts)
        for draft in drafts:
            check_soundness(draft)
    assert count > 300
    assert found == []


# The lines of a file: its text with each mark raised, and its footnotes after their numbers.


def raised(words: str) -> str:
    return unicodedata.normalize("NFKC", squash(words))


def in_lines(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        note = etree.QName(child).localname == "authorialNote"
        pieces += [child.get("marker", "") if note else in_lines(child), child.tail or ""]
    return "".join(pieces)


def note_in_lines(note: etree._Element) -> str:
    words, marker = raised("".join(map(str, note.itertext()))), note.get("marker", "")
    number = note.find(".//{*}sup")
    has_number = number is not None and squash("".join(map(str, number.itertext()))) == marker
    return words if has_number and words.startswith(marker) else marker + words


@pytest.mark.parametrize("session", SESSIONS)
def test_every_character_is_in_one_line_and_every_line_at_its_words(session: str) -> None:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    for name, data in published(session):
        root = etree.fromstring(data, parser)
        collection = root.find("{*}documentCollection")
        statements = [s for s in root.iter("{*}statement") if s.find("{*}mainBody") is not None]
        for statement, draft in zip(statements, akn.read(data, name), strict=True):
            whole = [part for part in (collection, statement) if part is not None]
            around = [e for tag in ("coverPage", "preface") for part in whole for e in part.iterchildren(f"{{*}}{tag}")]
            text = [e for e in statement if etree.QName(e).localname not in ("meta", "coverPage", "preface")]
            metas = [meta for part in reversed(whole) for meta in part.iterchildren("{*}meta")]
            lines = [line for line in draft.lines if line.role != "footnote"]
            assert raised("".join(line.text for line in lines)) == raised(
                "".join(in_lines(part) for part in (*around, *text, *metas))
            ), name
            notes = [note for part in (*around, *text) for note in part.iter("{*}authorialNote")]
            assert raised("".join(line.text for line in draft.lines if line.role == "footnote")) == "".join(
                map(note_in_lines, notes)
            ), name
            check_lines(draft)


def check_lines(draft: Draft) -> None:
    """Checks that the lines of each place have its words."""
    found: dict[tuple[str, str], str] = defaultdict(str)
    for line in draft.lines:
        found[line.role, line.place] += unmarked(line.text)
    expected = {("clause", clause.path): unmarked(clause.label + clause.text) for clause in draft.clauses}
    expected |= {("footnote", marker): unmarked(note.text) for marker, note in draft.footnotes.items()}
    expected |= {("formula", ""): unmarked(draft.formula), ("end", ""): unmarked(draft.end)}
    for place, words in expected.items():
        assert found.pop(place, "") == words, (draft.source, place)
    title = found.pop(("title", ""))
    assert all(unmarked(line) in title for line in draft.title.split("\n")), draft.source
    assert {role for role, _ in found} <= {"head", "furniture", "unknown"}, draft.source


def unmarked(words: str) -> str:
    """The words without raised numbers and the signs between them: a line has 7、8 and 1-17, a clause single marks."""
    return squash(re.sub("[⁰¹²³⁴-⁹、–-]", "", words))


def check_soundness(draft: Draft) -> None:
    paths = [clause.path for clause in draft.clauses]
    assert len(set(paths)) == len(paths), draft.source
    assert all(clause.parent is None or clause.parent in paths for clause in draft.clauses), draft.source
    assert draft.symbol.startswith("A/RES/"), draft.source
    assert draft.symbol.split("/")[2] == draft.session
    assert draft.title, draft.source
    assert draft.adopted_on is not None, draft.source
    assert draft.committee, draft.source
    for clause in draft.clauses:
        assert clause.text.startswith(clause.opening)
        assert all(0 <= mark.at <= len(clause.text) and mark.marker in draft.footnotes for mark in clause.marks)
        assert all(0 <= link.start < link.end <= len(clause.text) for link in clause.links)
    for note in draft.footnotes.values():
        assert all(0 <= link.start < link.end <= len(note.text) for link in note.links)


def test_first_committee_is_read_as_by_the_tool_beside_the_data() -> None:
    typeset = load_typeset()
    compared = 0
    for session in SESSIONS[1:]:
        for path in sorted((RESOLUTIONS / session / "Chinese").glob("*.xml")):
            data = path.read_bytes()
            if b"firstCommittee" not in data:
                continue
            try:
                gold = typeset.gold(typeset.read_akn(path))
            except typeset.Unsupported:
                continue
            (draft,) = akn.read(data, path.name)
            assert draft.symbol == gold["symbol"]
            assert squash(draft.title) == squash(gold["title"])
            assert str(draft.adopted_on) == gold["adopted_on"]
            assert draft.meeting == gold["meeting"]
            assert [(c.kind, c.label, squash(c.text), [m.marker for m in c.marks]) for c in draft.clauses] == [
                (c["kind"], squash(c["label"]), squash(c["text"]), c["footnotes"]) for c in gold["clauses"]
            ], path.name
            assert {marker: squash(note.text) for marker, note in draft.footnotes.items()} == {
                # The tool leaves the raised number of a footnote in its words, between private-use characters.
                marker: squash(re.sub("\ue000.*?\ue001", "", text))
                for marker, text in gold["footnotes"].items()
            }, path.name
            compared += 1
    assert compared > 200


def load_typeset() -> ModuleType:
    spec = importlib.util.spec_from_file_location("typeset", SHARED / "tools" / "typeset.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("session", "name", "language", "warned"),
    [
        ("77session", "A_RES_77_336-2317569A.xml", "ar", False),  # Arabic in a folder of Chinese files
        ("75session", "75_274_C.xml", "zh", True),  # Chinese words, Spanish by its metadata
        ("79session", "A_RES_79_75-2423060E.xml", "en", False),
    ],
)
def test_language_is_that_of_the_words(session: str, name: str, language: str, warned: bool) -> None:
    data = next(data for file, data in published(session) if file == name)
    (draft,) = akn.read(data, name)
    assert draft.language == language
    assert any(warning.code == "akn.language_differs" for warning in draft.warnings) == warned


def test_chinese_and_english_have_the_same_paths() -> None:
    drafts: dict[str, dict[str, Draft]] = {}
    for name, data in published("79session"):
        for draft in akn.read(data, name):
            drafts.setdefault(draft.symbol, {})[draft.language] = draft
    pairs = [(both["zh"], both["en"]) for both in drafts.values() if len(both) == 2]
    different = [
        zh.symbol
        for zh, en in pairs
        if [clause.path for clause in zh.clauses] != [clause.path for clause in en.clauses]
    ]
    assert len(pairs) > 60
    assert different == []
