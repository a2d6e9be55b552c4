"""The page of the data, with all versions and the files of one of them, and the codebook of a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.bibliography.reference import Reference
from archive.exporting.package import CHECKSUMS, PACKAGE, SQLITE, reference_of_version
from archive.exporting.published import Version, version, versions
from archive.formats import wants_page
from archive.page_language import joined, reads_chinese
from archive.problems import problem
from archive.views.answer import NotHere, answer
from archive.views.examples import shown_examples
from archive.views.keys.dataset import Codebook, DataVersion, DataVersions
from archive.views.references.box import in_styles
from archive.views.references.files import FILES, record_files

LATEST = "latest"
EXAMPLES = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version in the list of all. ``withdrawn`` are the symbols because of which nobody may have its files."""

    version: Version
    withdrawn: list[str]

    def data(self) -> DataVersion:
        name, package = self.version.name, self.version.package
        address = reverse("data_version", args=[name])
        files = [file for file in self.version.files.values() if file] if not self.withdrawn else []
        return {
            "version": name,
            "created": package["created"],
            "url": address,
            "withdrawn": self.withdrawn,
            "files": [
                {"url": f"{address}{one['path']}", "bytes": one["bytes"], "hash": one["hash"], "rows": one.get("rows")}
                for one in files
            ],
        }


@require_safe
def newest(request: HttpRequest) -> HttpResponseBase:
    """The page of the newest version whose files readers may have. Says so if there is none."""
    listed = _listed()
    return _page(request, next((each.version for each in listed if not each.withdrawn), None), listed)


@require_safe
def one_version(request: HttpRequest, version: str) -> HttpResponseBase:
    if version == LATEST:
        return redirect("data")
    found = version_named(version)
    if withdrawn := found.withdrawn():
        return withheld(request, found, withdrawn)
    return _page(request, found, _listed())


@require_safe
def codebook(request: HttpRequest, version: str) -> HttpResponseBase:
    """Every table and column of a version, with the codes."""
    found = version_named(version)
    return answer(
        request,
        "dataset/codebook.html",
        lambda: {"version": found, "tables": [_table(one) for one in found.package["resources"]]},
        lambda: Codebook(version=found.name, tables=found.package["resources"]),
    )


@require_safe
def latest(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Redirects to the same address in the newest version that readers may have."""
    for each in _listed():
        if not each.withdrawn:
            return redirect(reverse("data_version", args=[each.version.name]) + rest)
    raise NotHere(_("There is no version of the data yet."))


def version_named(name: str) -> Version:
    """Raises NotHere if the version is not kept, or never was."""
    found = version(name)
    if found is None:
        said = _("There is no version %(version)s of the data. The archive keeps the last %(kept)s versions.")
        raise NotHere(said % {"version": name, "kept": settings.DATA_KEPT})
    return found


def withheld(request: HttpRequest, found: Version, withdrawn: Sequence[str]) -> HttpResponse:
    """The answer 410 for a version with texts that were withdrawn later."""
    if not wants_page(request):
        said = _("This version of the data has texts that were withdrawn after it was made: %(symbols)s")
        return problem(410, said % {"symbols": joined(withdrawn)})
    return render(request, "dataset/withheld.html", {"version": found, "withdrawn": withdrawn}, status=410)


def _listed() -> list[ListedVersion]:
    return [ListedVersion(each, each.withdrawn()) for each in versions()]


def _page(request: HttpRequest, shown: Version | None, listed: Sequence[ListedVersion]) -> HttpResponseBase:
    cited = _cited(request, shown) if shown else None

    def page() -> Mapping[str, Any]:
        files = shown.files if shown else {}
        current = request.build_absolute_uri(reverse("data_latest", args=["x"])).removesuffix("/x")
        return {
            "version": shown,
            "tables": [_table(one) for one in shown.package["resources"]] if shown else [],
            "sqlite": files.get(SQLITE),
            "names": {"package": PACKAGE, "checksums": CHECKSUMS},
            "rights": _worded(shown.package, "rights") if shown else "",
            "versions": listed,
            "kept": settings.DATA_KEPT,
            "examples": shown_examples(EXAMPLES, current),
            "citations": in_styles(cited) if cited else [],
            "records": FILES,
        }

    return answer(
        request,
        "dataset/page.html",
        page,
        lambda: DataVersions(kept=settings.DATA_KEPT, versions=[each.data() for each in listed]),
        **(record_files(cited.key, lambda: [cited]) if cited else {}),
    )


def _cited(request: HttpRequest, version: Version) -> Reference:
    address = request.build_absolute_uri(reverse("data_version", args=[version.name]))
    reader = "zh" if reads_chinese() else "en"
    return reference_of_version(version.name, version.package["created"], address, reader)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a version in the page's language. ``columns``: the fields of the schema, with ``about``,
    ``unit`` and ``labelled`` in the page's language."""

    resource: Mapping[str, Any]
    about: str
    note: str
    columns: list[dict[str, Any]]

    @property
    def key(self) -> list[str]:
        return list(self.resource["schema"].get("primaryKey", ()))

    @property
    def links(self) -> list[dict[str, Any]]:
        """The foreign keys: their fields, and the table that they lead to."""
        return [
            {"fields": one["fields"], "table": one["reference"]["resource"] or self.resource["name"]}
            for one in self.resource["schema"].get("foreignKeys", ())
        ]


def _table(resource: Mapping[str, Any]) -> ShownTable:
    columns = [
        {
            **field,
            "about": _worded(field, "description"),
            "unit": _worded(field, "unit"),
            "labelled": [(one["code"], one["zh" if reads_chinese() else "en"]) for one in field.get("codes", ())],
            "required": field.get("constraints", {}).get("required", False),
        }
        for field in resource["schema"]["fields"]
    ]
    return ShownTable(resource, _worded(resource, "description"), _worded(resource, "note"), columns)


def _worded(about: Mapping[str, Any], name: str) -> str:
    """A property of ``datapackage.json`` in the page's language; "" if it has none."""
    return str(about.get(f"{name}_zh" if reads_chinese() else name, ""))
