"""The address ``/oai``: answers the six verbs of OAI-PMH 2.0, by GET and by POST."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from archive.models import HarvestItem
from archive.models.harvest import harvest_time
from archive.views.harvest import oai_dc, records, sets
from archive.views.harvest.arguments import ProtocolError, arguments_of, verb_of
from archive.views.harvest.formats import FORMATS
from archive.views.harvest.identifiers import domain, identifier, is_registered
from archive.views.harvest.records import Asked
from archive.views.harvest.xml import GRANULARITY, add, begin, envelope, stamp

_NAME = "裁军决议档案 (Archive of United Nations disarmament resolutions)"
# The protocol wants a mail address. No mail goes to the domain "invalid" (RFC 2606), so this one says that it is none.
_NO_CONTACT = "no-contact@archive.invalid"
_MAIL = re.compile(r"\S+@(?:\S+\.)+\S+")
_OAI_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_WAIT = 10  # seconds after which a harvester asks again


@csrf_exempt  # nothing can be changed here
@cache_control(no_cache=True)  # each answer has its time
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answers a request. Its errors are part of the answer, with the status 200, as the protocol wants."""
    base = request.build_absolute_uri(reverse("oai"))
    try:
        time = harvest_time()
    except OperationalError:  # an import has been storing its last row for long
        response = HttpResponse("The archive is storing an import.\n", status=503, content_type="text/plain")
        response["Retry-After"] = str(_WAIT)
        return response
    root = _answer(_sent(request), base, time)
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return HttpResponse(content, content_type="text/xml; charset=utf-8")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def with_slash(request: HttpRequest) -> HttpResponse:
    """Redirects ``/oai/``, as some harvesters write the address, with the arguments and the method."""
    address = request.get_full_path().replace(request.path, reverse("oai"), 1)
    return redirect(address, permanent=True, preserve_request=True)


def _sent(request: HttpRequest) -> dict[str, list[str]]:
    """All values of each argument, in the address and in the body."""
    found: dict[str, list[str]] = {}
    for source in (request.GET, request.POST):
        for name, values in source.lists():
            found.setdefault(name, []).extend(map(str, values))
    return found


def _answer(sent: dict[str, list[str]], base: str, time: datetime) -> etree._Element:
    known: dict[str, str] = {}  # what the element ``request`` repeats: nothing if the arguments are wrong
    try:
        verb = verb_of(sent)
        arguments = arguments_of(verb, sent)
        known = {"verb": verb, **arguments}
        root = envelope(base, time, known)
        _VERBS[verb](add(root, verb), Asked(verb, arguments, base, time))
    except ProtocolError as error:
        root = envelope(base, time, {} if error.code == "badArgument" else known)
        add(root, "error", error.sentence, code=error.code)
    return root


# --- The archive as a whole ----------------------------------------------------------------------------------


def _identify(parent: etree._Element, asked: Asked) -> None:
    contact = settings.CONTACT.removeprefix("mailto:")
    add(parent, "repositoryName", _NAME)
    add(parent, "baseURL", asked.base)
    add(parent, "protocolVersion", "2.0")
    add(parent, "adminEmail", contact if _MAIL.fullmatch(contact) else _NO_CONTACT)
    add(parent, "earliestDatestamp", stamp(HarvestItem.objects.first_change() or asked.time))
    add(parent, "deletedRecord", "persistent")
    add(parent, "granularity", GRANULARITY)
    add(parent, "compression", "gzip")
    if is_registered():
        described_by = begin(_OAI_IDENTIFIER, "oai-identifier", f"{_OAI_IDENTIFIER}.xsd")
        add(parent, "description").append(described_by)
        add(described_by, "scheme", "oai")
        add(described_by, "repositoryIdentifier", domain())
        add(described_by, "delimiter", ":")
        add(described_by, "sampleIdentifier", identifier("A/RES/65/72"))


def _list_sets(parent: etree._Element, asked: Asked) -> None:
    if "resumptionToken" in asked.arguments:
        raise ProtocolError("badResumptionToken", "ListSets gives the whole list at once, without a resumptionToken.")
    for name, words in sets.named(HarvestItem.objects.set_names()).items():
        found = add(parent, "set")
        add(found, "setSpec", name)
        add(found, "setName", words)
        if name.startswith(sets.SUBJECT):
            add(found, "setDescription").append(oai_dc.description(sets.about_subject(name, asked.site)))


def _list_formats(parent: etree._Element, asked: Asked) -> None:
    if "identifier" in asked.arguments:
        records.item(asked.arguments["identifier"])
    for format in FORMATS.values():
        found = add(parent, "metadataFormat")
        add(found, "metadataPrefix", format.prefix)
        add(found, "schema", format.schema)
        add(found, "metadataNamespace", format.namespace)


_VERBS: dict[str, Callable[[etree._Element, Asked], None]] = {
    "Identify": _identify,
    "ListSets": _list_sets,
    "ListMetadataFormats": _list_formats,
    "GetRecord": records.get_record,
    "ListIdentifiers": records.list_identifiers,
    "ListRecords": records.list_records,
}
