"""Tests the table of languages with an added row (Portuguese): it is recognised, checked, stored and shown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from archive import languages
from archive.citing.citation import Citations
from archive.desk.checking import check
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.facts import FACTS
from archive.languages import LANGUAGES, Language
from archive.messages import catalogue
from archive.models import Text
from archive.reading import read
from archive.reading.typography import tidy
from archive.views.labels import html_language
from tests import shelf

PORTUGUESE = Language(
    "pt", "Portuguese", html="pt", akn=("por",), small_words=frozenset({"o", "e", "da", "do", "dos"}), ends=".;,:"
)
XML = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><meta><identification>
<FRBRExpression><FRBRlanguage language="por"/></FRBRExpression></identification></meta>
<preface><p><docNumber>90/2.</docNumber> Um ensaio</p></preface>
<mainBody><p>1. Decide continuar o exame do relatório da Comissão e dos Estados</p></mainBody>
</statement></akomaNtoso>"""


@pytest.fixture
def portuguese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "LANGUAGES", (*LANGUAGES, PORTUGUESE))
    monkeypatch.setitem(languages.BY_CODE, "pt", PORTUGUESE)


@pytest.mark.usefixtures("portuguese")
def test_an_added_language_is_recognised_by_its_words_and_checked() -> None:
    [draft] = read(XML.encode(), "a.xml")
    assert (draft.language, draft.warnings) == ("pt", [])
    assert "checking.no_end" in {finding.code for finding in check(draft, Citations())}
    assert FACTS["language"].parse("pt") == "pt"


@pytest.mark.django_db
@pytest.mark.usefixtures("portuguese")
def test_an_added_language_is_stored_and_shown(client: Client) -> None:
    shelf.store(shelf.draft())
    [draft] = read(XML.encode(), "a.xml")
    shelf.store(draft)
    text = Text.objects.get(language="pt")
    text.full_clean()
    assert (text.get_language_display(), text.leading) == ("Portuguese", False)
    assert "Portuguese" in client.get("/A/RES/90/2/").content.decode()
    assert 'lang="pt"' in client.get("/A/RES/90/2/?text=pt").content.decode()


@pytest.mark.django_db
def test_a_language_without_a_row_is_refused_at_the_desk_and_shown_on_pages() -> None:
    with pytest.raises(MisfitError):
        FACTS["language"].parse("pt")
    shelf.store(shelf.draft(language="pt"))
    text = Text.objects.get()
    assert (text.get_language_display(), html_language(text.language)) == ("pt", "pt")
    with pytest.raises(ValidationError, match="pt"):
        text.full_clean()


# The rules for each language before there was a table, one row a language:
# HTML's lang, codes in the XML, spaces kept, form of opening phrases, punctuation checked at the end of paragraphs.
LATIN = ",;.:!?…”\")'"
BEFORE = [
    ("zh", "zh-Hans", {"zho", "chi"}, False, ("bold",), "，；。：、！？…》”）)"),
    ("en", "en", {"eng"}, True, ("bold", "italic"), LATIN),
    ("fr", "fr", {"fra", "fre"}, True, ("bold", "italic"), LATIN),
    ("ru", "ru", {"rus"}, True, ("bold", "italic"), LATIN),
    ("es", "es", {"spa"}, True, ("bold", "italic"), LATIN),
    ("ar", "ar", {"ara"}, True, ("bold", "italic"), ""),
    ("de", "de", set(), True, ("bold", "italic"), ""),
]


@pytest.mark.parametrize(("code", "html", "akn", "spaced", "emphasis", "ends"), BEFORE)
def test_each_language_keeps_its_rules(
    code: str, html: str, akn: set[str], spaced: bool, emphasis: tuple[str, ...], ends: str
) -> None:
    row = languages.of(code)
    assert (row.html, set(row.akn), row.spaced, row.emphasis, row.ends) == (html, akn, spaced, emphasis, ends)
    assert {languages.of_akn(name.upper()) for name in akn} <= {code}
    assert (tidy("决定 继续", code) == "决定 继续") is spaced


def test_the_table_is_complete() -> None:
    assert [row.code for row in LANGUAGES] == ["zh", "en", "fr", "ru", "es", "ar"]
    assert {row.name for row in LANGUAGES} <= set(catalogue())
    assert [bool(row.script) != bool(row.small_words) for row in LANGUAGES] == [True] * len(LANGUAGES)
    assert (languages.LEADING.code, languages.of_akn("deu"), html_language("zh-hans")) == ("zh", "de", "zh-Hans")
