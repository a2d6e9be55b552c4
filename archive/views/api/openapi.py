"""The description of the API (OpenAPI 3.1), made from the tables of this room: ``/api/openapi.json``."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, NotRequired, TypedDict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import get_resolver
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.formats import CSL, CSV, HTML, JSON
from archive.page_language import in_both_languages
from archive.problems import MEDIA_TYPE
from archive.views.api.addresses import ADDRESSES, COMMANDS, Address
from archive.views.api.parameters import PAGE_LANGUAGE
from archive.views.api.reading import VERSION
from archive.views.api.schema import Schemas
from archive.views.api.tables import schema_of

_TITLE = _("Disarmament Resolutions Archive")
_ABOUT = _(
    "Every page of the archive with data answers with its data at the same address: no registration and no key. "
    "?format= chooses the format, or the header Accept. Keys are added within a version; none is removed or gets "
    "another meaning."
)


class Problem(TypedDict):
    """An error (RFC 9457)."""

    title: Annotated[str, _("the name of the status")]
    status: Annotated[int, _("the status")]
    detail: Annotated[str, _("what is wrong, in the language of the page")]
    symbol: NotRequired[Annotated[str, _("the resolution that was withdrawn or has a withheld revision")]]
    withdrawn: NotRequired[Annotated[str | None, _("the day on which the resolution was withdrawn")]]
    language: NotRequired[Annotated[str, _("the language of the withheld revision")]]
    revision: NotRequired[Annotated[int, _("the number of the withheld revision")]]
    withheld: NotRequired[Annotated[str | None, _("the day from which the revision is no longer public")]]
    reason: NotRequired[Annotated[str, _("why it was withdrawn or is withheld")]]


# What an answer in another format is, if it is no plain text
_ANSWERS = {CSL: {"type": "array", "items": {"type": "object"}}}
_ELSEWHERE = {
    "301": _("the address has another spelling, which Location has"),
    "302": _("the parameters name one resolution or comparison, whose address Location has"),
}
ERRORS = {
    "400": _("the request is malformed"),
    "404": _("the archive has nothing at this address, or a parameter has a value that the address does not know"),
    "406": _("the address has no format that Accept names"),
    "410": _("the text was withdrawn, or the revision is no longer public"),
    "503": _("the archive is busy, or builds its index; Retry-After says when to ask again"),
}


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    servers = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    return JsonResponse({**description(), "servers": servers}, json_dumps_params={"ensure_ascii": False})


@cache
def description() -> dict[str, Any]:
    """The whole description, without the address of this archive. It says everything in Chinese and in English."""
    schemas = Schemas()
    for kind in (Problem, *COMMANDS.values()):
        schemas.of(kind)
    paths = {url_of(each): {"get": _operation(each, schemas)} for each in ADDRESSES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": in_both_languages(_TITLE),
            "version": VERSION,
            "description": in_both_languages(_ABOUT),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {"schemas": schemas.components, "responses": _errors()},
    }


def url_of(address: Address) -> str:
    """The address with its parameters in braces: ``/votes/{key}/``."""
    if address.view == "home":
        return "/"
    names = [each.name for each in address.path]
    for pattern, found in get_resolver("archive.views.urls").reverse_dict.getlist(address.view)[0][0]:
        if sorted(found) == sorted(names):
            return "/" + re.sub(r"%\((\w+)\)s", r"{\1}", pattern)
    raise LookupError(f"{address.view} does not have the parameters {names}")


def _operation(address: Address, schemas: Schemas) -> dict[str, Any]:
    data = [schemas.of(each) for each in address.data]
    content: dict[str, Any] = {JSON.media_type: {"schema": data[0] if len(data) == 1 else {"anyOf": data}}}
    others = (*address.others, HTML) if address.has_page else address.others
    content |= {each.media_type: {"schema": _ANSWERS.get(each, {"type": "string"})} for each in others}
    if CSV in others:
        content[CSV.media_type] = {"schema": schema_of(address.example)}
    formats = {
        "name": "format",
        "in": "query",
        "description": in_both_languages(_("the format of the answer; without it, the header Accept decides")),
        "schema": {"type": "string", "enum": [each.name for each in (JSON, *others)]},
    }
    return {
        "operationId": address.view,
        "summary": in_both_languages(address.about),
        "parameters": [*(each.as_openapi() for each in (*address.parameters, PAGE_LANGUAGE)), formats],
        "responses": {
            "200": {"description": in_both_languages(address.about), "content": content},
            **{status: {"description": in_both_languages(said)} for status, said in _ELSEWHERE.items()},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS},
        },
    }


def _errors() -> dict[str, Any]:
    content = {
        MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
        HTML.media_type: {"schema": {"type": "string"}},
    }
    return {status: {"description": in_both_languages(said), "content": content} for status, said in ERRORS.items()}
