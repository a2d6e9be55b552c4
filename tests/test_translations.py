"""Tests make_messages: it collects the strings of templates and code, and updates or checks the catalogue."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from archive.management.commands.make_messages import Translatable, differences, of_code, of_template, updated

OLD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#: templates/a.html
msgid "Votes"
msgstr "表决"

#: templates/gone.html
msgid "Gone"
msgstr "已去"

#: django/contrib/admin/templates/admin/app_list.html
msgid "Model name"
msgstr "模型名称"
"""


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('{% translate "Votes" %}', [Translatable("", "Votes", "")]),
        ("{% translate 'It’s \"so\"' %}", [Translatable("", 'It’s "so"', "")]),
        ('{% translate ", " context "between facts" %}', [Translatable("between facts", ", ", "")]),
        ("{% blocktranslate trimmed %}\n  A\n  {{ b }}\n{% endblocktranslate %}", [Translatable("", "A %(b)s", "")]),
        (
            "{% blocktranslate count n=x %}{{ n }} vote{% plural %}{{ n }} votes{% endblocktranslate %}",
            [Translatable("", "%(n)s vote", "%(n)s votes")],
        ),
        ('{{ _("Votes") }}', [Translatable("", "Votes", "")]),
        ('{% comment %}{% translate "Votes" %}{% endcomment %}', []),
        ("<p>gettext('Votes')</p>", []),
    ],
)
def test_strings_of_a_template(template: str, said: list[Translatable]) -> None:
    assert list(of_template(template)) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('_("Votes")', [Translatable("", "Votes", "")]),
        ('_("Vo" "tes")', [Translatable("", "Votes", "")]),
        ("f\"{name} ({_('took part')})\"", [Translatable("", "took part", "")]),
        ('pgettext_lazy("what happened", "Received")', [Translatable("what happened", "Received", "")]),
        ('ngettext("%(n)s vote", "%(n)s votes", n)', [Translatable("", "%(n)s vote", "%(n)s votes")]),
        ("_(name)", []),
        ('other("Votes")', []),
    ],
)
def test_strings_of_code(code: str, said: list[Translatable]) -> None:
    assert list(of_code(code)) == said


def test_a_translation_stays_while_a_file_has_its_string() -> None:
    new = updated(
        polib.pofile(OLD), {Translatable("", "Votes", ""): ["templates/b.html"], Translatable("", "New", ""): ["a.py"]}
    )
    assert [(entry.msgid, entry.msgstr, entry.occurrences) for entry in new] == [
        ("New", "", [("a.py", "")]),
        ("Model name", "模型名称", [("django/contrib/admin/templates/admin/app_list.html", "")]),
        ("Votes", "表决", [("templates/b.html", "")]),
    ]
    assert not any(entry.fuzzy for entry in new)
    assert list(differences(OLD, new)) == ["new: New", "in no file: Gone", "not translated: New"]


def test_every_string_of_the_archive_is_in_the_catalogue_in_chinese() -> None:
    call_command("make_messages", "--check")


def test_an_incomplete_catalogue_fails_the_check_and_is_completed(tmp_path: Path, settings: Settings) -> None:
    catalogue = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(OLD, encoding="utf-8")
    template = tmp_path / "templates" / "a.html"
    template.parent.mkdir()
    template.write_text('{% translate "Votes" %}', encoding="utf-8")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="make messages"):
        call_command("make_messages", "--check")
    assert "Gone" in catalogue.read_text(encoding="utf-8")
    call_command("make_messages")
    assert "Gone" not in catalogue.read_text(encoding="utf-8")
    call_command("make_messages", "--check")
    exact = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(
        exact.replace('msgstr "表决"', 'msgstr ""\n"表决"'), encoding="utf-8"
    )  # other lines, same words
    with pytest.raises(CommandError, match="make messages"):
        call_command("make_messages", "--check")
    call_command("make_messages")
    assert catalogue.read_text(encoding="utf-8") == exact
