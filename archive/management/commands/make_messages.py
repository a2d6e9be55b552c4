"""The command ``make_messages``: collects the strings of pages into ``locale/*/LC_MESSAGES/django.po``.

Django's own makemessages needs GNU gettext, which is not installed on a new machine. It also guesses translations of
new strings from old ones. This command needs no gettext and guesses nothing. A string keeps its translation as long as
any file has the string. A string that no file has is removed. References have file names without line numbers. So an
edit of a template changes the ``.po`` file only if it changes a string.
"""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

WIDTH = 110
# Function → the positions of its arguments: context, words, plural.
PLACES = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
# A call of a translation function in the output of Django's ``templatize``, which removes all other text.
_CALL = re.compile(r"""\b(?:_|(?:np|n|p)?gettext)\((?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*"|, |count)+\)""")


class Translatable(NamedTuple):
    """A translatable string: its context ("" for none), its words, and its plural ("" for none)."""

    context: str
    words: str
    plural: str


class Command(BaseCommand):
    help = "Collect the strings of templates and code into the .po files. Needs no gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where a .po is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        strings = collect(settings.BASE_DIR)
        faults: list[str] = []
        for path in sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po")):
            new = updated(polib.pofile(str(path)), strings)
            faults += differences(path.read_text(encoding="utf-8"), new)
            if not options["check"]:
                new.save(str(path), newline="\n")
        for fault in faults:
            self.stdout.write(fault)
        if faults and options["check"]:
            raise CommandError("Run `make messages`, and translate what it adds.")


def collect(root: Path) -> dict[Translatable, list[str]]:
    """Translatable string → the names of the files that have it, for all templates and modules under ``root``."""
    strings: dict[Translatable, list[str]] = {}
    for path in sorted([*root.glob("templates/**/*.html"), *root.glob("archive/**/*.py")]):
        name = path.relative_to(root).as_posix()
        source = path.read_text(encoding="utf-8")
        for string in dict.fromkeys(of_template(source) if path.suffix == ".html" else of_code(source)):
            strings.setdefault(string, []).append(name)
    return strings


def of_template(source: str) -> Iterator[Translatable]:
    """The translatable strings in the source of a template.

    >>> list(of_template('<p>{% translate "Votes" %}</p>'))
    [Translatable(context='', words='Votes', plural='')]
    """
    for call in _CALL.finditer(templatize(source)):
        yield from of_code(call.group())


def of_code(source: str) -> Iterator[Translatable]:
    """The translatable strings in the source of a Python module.

    >>> list(of_code('label = ngettext("%(n)s vote", "%(n)s votes", n)'))
    [Translatable(context='', words='%(n)s vote', plural='%(n)s votes')]
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACES:
            values = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            found = ["" if at is None else values[at] for at in PLACES[node.func.id]]
            if found[1] is not None:  # it is None if the argument is a variable, not a literal string
                yield Translatable(*map(str, found))


def updated(old: polib.POFile, strings: dict[Translatable, list[str]]) -> polib.POFile:
    """A catalogue of these strings, ordered by file, with the translations from the old catalogue."""
    new = polib.POFile(wrapwidth=WIDTH)
    new.header, new.metadata = old.header, old.metadata
    known = {Translatable(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in old}
    for string, files in {**strings, **of_django(old)}.items():
        entry = known.get(string) or _entry(string)
        entry.occurrences = [(file, "") for file in files]
        new.append(entry)
    new.sort(key=lambda entry: (entry.occurrences, entry.msgid, entry.msgctxt or ""))
    return new


def of_django(catalogue: polib.POFile) -> dict[Translatable, list[str]]:
    """The strings that Django's own Chinese translation lacks. Their references begin with ``django/``."""
    return {
        Translatable(entry.msgctxt or "", entry.msgid, entry.msgid_plural): [file for file, _ in entry.occurrences]
        for entry in catalogue
        if any(file.startswith("django/") for file, _ in entry.occurrences)
    }


def _entry(string: Translatable) -> polib.POEntry:
    """A new entry for the string, without a translation."""
    entry = polib.POEntry(msgid=string.words, msgid_plural=string.plural, msgctxt=string.context or None)
    if string.plural:
        entry.msgstr_plural = {0: ""}
    if re.search(r"%\(\w+\)s", string.words):
        entry.flags = ["python-format"]
    return entry


def differences(text: str, new: polib.POFile) -> Iterator[str]:
    """Yields one sentence for each difference between the text of a ``.po`` file and the new catalogue."""
    old = polib.pofile(text, wrapwidth=WIDTH)
    before, after = ({(entry.msgctxt, entry.msgid) for entry in one} for one in (old, new))
    yield from (f"new: {words}" for _, words in sorted(after - before, key=str))
    yield from (f"in no file: {words}" for _, words in sorted(before - after, key=str))
    yield from (f"not translated: {entry.msgid}" for entry in new if not entry.translated())
    if before == after and text != str(new):
        yield "The references, the order or the lines are out of date."
