"""The languages of texts: one row a language. Whatever depends on a text's language asks its row.

    >>> of("zh").spaced, of("fr").spaced, of("zh").html
    (False, True, 'zh-Hans')

To add a language, add its row here and its name to ``messages.toml``. No Django in here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """What the archive has to know of a language.

    ``ends`` are the marks of which one should end a paragraph; empty where that is not checked.
    """

    code: str  # of ISO 639-1, as in Draft.language
    name: str = ""  # the code of the message that names it
    html: str = ""  # for HTML's lang
    akn: tuple[str, ...] = ()  # codes of ISO 639-2 and 639-3 in the UN's XML
    script: str = ""  # a pattern of its letters, where no other language here is written in them
    small_words: frozenset[str] = frozenset()  # tell apart the languages in Latin letters
    spaced: bool = True  # spaces divide its words
    emphasis: tuple[str, ...] = ("bold", "italic")  # how the UN sets the opening phrase
    opens_known: bool = False  # archive.reading.opening knows its opening phrases
    ends: str = ""


_LATIN_ENDS = ",;.:!?…”\")'"

CHINESE = Language(
    "zh",
    "language.zh",
    html="zh-Hans",
    akn=("zho", "chi"),
    script=r"[\u3400-\u9fff]+",
    spaced=False,
    emphasis=("bold",),
    opens_known=True,
    ends="，；。：、！？…》”）)",
)
LANGUAGES = (
    CHINESE,
    Language(
        "en",
        "language.en",
        html="en",
        akn=("eng",),
        small_words=frozenset({"the", "of", "and", "to"}),
        ends=_LATIN_ENDS,
    ),
    Language(
        "fr",
        "language.fr",
        html="fr",
        akn=("fra", "fre"),
        small_words=frozenset({"le", "les", "des", "et", "du"}),
        ends=_LATIN_ENDS,
    ),
    Language("ru", "language.ru", html="ru", akn=("rus",), script=r"[\u0400-\u04ff]+", ends=_LATIN_ENDS),
    Language(
        "es",
        "language.es",
        html="es",
        akn=("spa",),
        small_words=frozenset({"el", "los", "y", "del", "las"}),
        ends=_LATIN_ENDS,
    ),
    Language("ar", "language.ar", html="ar", akn=("ara",), script=r"[\u0600-\u06ff]+"),
)
LEADING = CHINESE  # a resolution is listed and counted by its text in this language, where it has one

BY_CODE = {language.code: language for language in LANGUAGES}


def of(code: str) -> Language:
    """The row of a language; for a code without a row, one whose words are divided by spaces."""
    return BY_CODE.get(code) or Language(code, html=code)


def of_akn(code: str) -> str:
    """The code of ISO 639-1 for a code in the UN's XML: ``zho`` is ``zh``; the first two letters of an unknown one."""
    code = code.lower()
    return next((language.code for language in LANGUAGES if code in language.akn), code[:2])
