"""A table of the languages of texts, with one row per language. Code that depends on a text's language reads its row.

    >>> of("zh").spaced, of("fr").spaced, of("zh").html
    (False, True, 'zh-Hans')

To add a language, add its row here and its name to ``messages.toml``. If printed texts in it should be read too, add a
row to ``archive.reading.printed.wordings``. No Django in here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The properties of a language that the archive needs.

    ``ends`` has the punctuation marks that should end a paragraph. If ``ends`` is "", the end is not checked.
    """

    code: str  # a code of ISO 639-1, as in Draft.language
    name: str = ""  # the code of a message
    html: str = ""  # the value of ``lang`` in HTML
    akn: tuple[str, ...] = ()  # codes of ISO 639-2 and 639-3 in the UN's XML
    script: str = ""  # a pattern of its letters; "" for Latin letters
    small_words: frozenset[str] = frozenset()  # frequent words, which identify a language in Latin letters
    spaced: bool = True  # spaces divide its words
    emphasis: tuple[str, ...] = ("bold", "italic")  # the faces in which the UN prints the opening phrase
    opens_known: bool = False  # whether archive.reading.opening finds its opening phrases
    longest_opening: int = 40  # characters; if more characters are in another face, they are no opening phrase
    ends: str = ""
    right_to_left: bool = False
    # For the search (``archive.searching.analysis``, ``archive.searching.stems``)
    stemmer: str = ""  # the Snowball stemmer of its words
    function_words: str = ""  # words that nearly every clause has
    same_letters: tuple[str, ...] = ()  # pairs: the first letter counts as the second one
    unwritten: str = ""  # characters that are often left out, and that do not count


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
        opens_known=True,
        longest_opening=80,
        ends=_LATIN_ENDS,
        stemmer="english",
        function_words="a an and are as at by for from in is of on or that the to was which who with",
    ),
    Language(
        "fr",
        "language.fr",
        html="fr",
        akn=("fra", "fre"),
        small_words=frozenset({"le", "les", "des", "et", "du"}),
        ends=_LATIN_ENDS,
        stemmer="french",
        function_words="au aux dans de des du en et la le les ou par pour que qui sur un une",
    ),
    Language(
        "ru",
        "language.ru",
        html="ru",
        akn=("rus",),
        script=r"[\u0400-\u04ff]+",
        ends=_LATIN_ENDS,
        stemmer="russian",
        function_words="в во для и из к на о об от по с со",
        same_letters=("ёе",),
    ),
    Language(
        "es",
        "language.es",
        html="es",
        akn=("spa",),
        small_words=frozenset({"el", "los", "y", "del", "las"}),
        ends=_LATIN_ENDS,
        stemmer="spanish",
        function_words="al con de del el en la las los por que se un una y",
    ),
    Language(
        "ar",
        "language.ar",
        html="ar",
        akn=("ara",),
        script=r"[\u0600-\u06ff]+",
        right_to_left=True,
        stemmer="arabic",
        function_words="إلى أن على عن في من",
        same_letters=("أا", "إا", "آا", "ٱا", "ةه", "ىي"),
        # the signs of vowels and of doubled letters, and the stroke that lengthens a word
        unwritten="\u0640\u0670" + "".join(map(chr, range(0x064B, 0x0660))),
    ),
)
LEADING = CHINESE  # the text in this language represents its resolution in lists and counts

BY_CODE = {language.code: language for language in LANGUAGES}


def of(code: str) -> Language:
    """The row of a language.

    If the table has no such row, returns a new Language. Its words are separated by spaces.
    """
    return BY_CODE.get(code) or Language(code, html=code)


def of_words(text: str) -> str:
    """The code of the language in which a text is written; "" if the text does not show it.

    A script shows a language if it has more than half of the letters. In Latin letters, the small words show it. Words
    of one letter (a, y, o) can be signs.

    >>> of_words("大会，回顾其决议"), of_words("The General Assembly, recalling the resolution"), of_words("65/72")
    ('zh', 'en', '')
    """
    letters = sum(map(str.isalpha, text))
    with_scripts = ((row.code, row.script) for row in LANGUAGES if row.script)
    shares = ((code, sum(map(len, re.findall(script, text)))) for code, script in with_scripts)
    if code := next((code for code, share in shares if share * 2 > letters), ""):
        return code
    words = Counter(re.findall(r"[a-zñéèà]{2,}", text.lower()))
    counts = {row.code: sum(words[word] for word in row.small_words) for row in LANGUAGES}
    return max(counts, key=lambda code: counts[code]) if any(counts.values()) else ""


def of_akn(code: str) -> str:
    """The code of ISO 639-1 for a code in the UN's XML: ``zho`` gives ``zh``.

    For an unknown code, the result is the first two letters of the code.
    """
    code = code.lower()
    return next((language.code for language in LANGUAGES if code in language.akn), code[:2])
