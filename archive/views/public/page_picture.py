"""``/picture.png``: the picture of a page (``archive.views.metadata.picture``)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.bibliography.reference import Reference
from archive.messages import Message
from archive.models import Document, Vote
from archive.models.document import Kind
from archive.page_language import say
from archive.problems import problem
from archive.views.adopted_texts import name_of
from archive.views.labels import adoption
from archive.views.metadata.picture import Pictured, pictured, png
from archive.views.references.items import LONGEST, Item, references_of
from archive.views.references.of_models import site_of
from archive.views.votes.vote_labels import subject_words
from archive.writing.typesetting import NotTypeset


@require_safe
def page_picture(request: HttpRequest) -> HttpResponse:
    """The picture of the document, the resolution or the vote that ``?of=`` names
    (``archive.views.references.items``)."""
    name = request.GET.get("of", "")[:LONGEST]
    shown = picture_of(Item.of(name), site_of(request)) if name and "\0" not in name else None
    if shown is None:
        raise Http404
    try:
        content = png(shown)
    except NotTypeset as error:
        return problem(503, say(Message(error.code)))
    return HttpResponse(content, "image/png")


def picture_of(item: Item, site: str) -> Pictured | None:
    """What the picture of an item shows; None for what readers do not see, and for a clause."""
    reference = None if item.path else references_of([item], site).get(item)
    if reference is None:
        return None
    if item.is_vote:
        return _of_vote(reference, Vote.objects.filter(key=item.key).first())
    return _of_document(reference, Document.objects.of_readers().filter(key=item.key).first())


def _of_vote(reference: Reference, vote: Vote | None) -> Pictured | None:
    if vote is None or reference.vote is None:
        return None
    about = reference.vote
    return pictured(reference, subject_words(vote), about.symbol, about.counts, str(vote.get_outcome_display()))


def _of_document(reference: Reference, document: Document | None) -> Pictured:
    what = name_of(reference.key) if reference.adopted else str(Kind(reference.kind).label)
    if document is None:  # the archive only has citations of it
        return pictured(reference, what, reference.symbol, None, "")
    return pictured(reference, what, reference.symbol, document.counts, adoption(document))
