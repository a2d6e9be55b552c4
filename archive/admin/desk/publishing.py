"""The acts on proofs: publish, send back, set aside, take up again.

A librarian can do these acts on the page of a proof. Publishing and setting aside are also in the list of proofs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.desk.desk_labels import field_of
from archive.admin.desk.guarded import CHANGE, Guarded
from archive.desk import history, proofs, publishing
from archive.desk.foreseeing import foresee
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.forms import number
from archive.desk.proofs import ChangedMeanwhileError, RefusedError
from archive.models import Proof
from archive.models.proof import ProofState
from archive.page_language import say


class Publishing(Guarded):
    """The part of ``ProofAdmin`` that publishes one proof or several at once."""

    actions = ("publish_selected", "set_aside_selected")

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, permission: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            return path(f"<int:pk>/{name}/", self.guarded(permission, respond, CHANGE), name=f"archive_proof_{name}")

        many = self.guarded("publish_proof", self.publish_many, CHANGE)
        return [
            path("publish/", many, name="archive_proof_publish_many"),
            path("aside/", self.guarded("change_proof", self.set_aside_many, CHANGE), name="archive_proof_aside_many"),
            does("publish", "publish_proof", self.publish),
            does("back", "approve_proof", self.send_back),
            does("aside", "change_proof", self.aside),
            does("up", "change_proof", self.up),
            *super().get_urls(),
        ]

    def _show(
        self, request: HttpRequest, pk: Any, status: int = 200, wrong: dict[str, str] | None = None
    ) -> HttpResponse:
        """Shows the page of a proof. ``ProofAdmin`` implements it."""
        raise NotImplementedError

    def _do(self, request: HttpRequest, pk: int, act: Callable[[int], Any], said: str = "") -> HttpResponse:
        """Calls ``act`` with the version that the user saw. Then redirects to the same place of the proof's page.

        If the act is refused, the page shows the reason.
        """
        try:
            act(number(request.POST.get("version", "")) or 0)
        except Proof.DoesNotExist:
            raise Http404 from None
        except (MisfitError, RefusedError) as error:
            field = field_of(error, request.POST.get("operation", ""))
            if not field:
                messages.error(request, say(error.message))
            return self._show(request, pk, 422, {"field": field, "sentence": say(error.message)})
        except ChangedMeanwhileError as error:
            messages.error(request, changed_meanwhile(error.proof))
            return self._show(request, pk, 409)
        if said:
            messages.success(request, said)
        back = request.POST.get("back", "")
        url = reverse("admin:archive_proof_change", args=[pk])
        return redirect(f"{url}#{back}" if re.fullmatch(r"[a-z]+(-[a-z_]+|-\d+)?", back) else url)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes a proof, or submits it for approval.

        The field ``despite`` is the number of findings that the librarian has seen and leaves open.
        """

        def act(version: int) -> None:
            despite = number(request.POST.get("despite", "")) or 0
            [proof] = publishing.publish({pk: version}, by=request.user, despite={pk: despite})
            if proof.state == ProofState.PUBLISHED:
                messages.success(request, _("%(proof)s is published.") % {"proof": proof})
            else:
                messages.info(request, _("%(proof)s waits for a second librarian's approval.") % {"proof": proof})

        return self._do(request, pk, act)

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason, said = request.POST.get("reason", ""), _("It is sent back; its page says why.")
        back = partial(publishing.send_back, pk, by=request.user, reason=reason)
        return self._do(request, pk, back, said)

    def aside(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        return self._do(request, pk, lambda version: proofs.set_aside(pk, version, by=request.user, reason=reason))

    def up(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, lambda version: proofs.take_up(pk, version, by=request.user))

    # --- Many at once --------------------------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if settings.APPROVAL and "publish_selected" in actions:
            does, name, _described = actions["publish_selected"]
            may = request.user.has_perm("archive.approve_proof")
            submit = _("Submit the selected proofs for approval")
            approve = _("Approve the selected proofs, or submit them for approval")
            actions["publish_selected"] = (does, name, approve if may else submit)
        return actions

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.publish_proof")

    @admin.action(description=gettext_lazy("Publish the selected proofs"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Proof]) -> HttpResponse:
        """Shows which proofs would be published, and asks for confirmation. Nothing is published here."""
        return publishing_page(self, request, queryset)

    def publish_many(self, request: HttpRequest) -> HttpResponse:
        """Publishes the confirmed proofs, either all of them or none. If they are many, queues a job that does this.

        Each proof must still have the version that the user saw.
        """
        seen = _looked(request)
        versions = {pk: version for pk, version, _findings in seen}
        despite = {pk: findings for pk, _version, findings in seen} if request.POST.get("despite") else {}
        try:
            done = publishing.publish_or_defer(versions, by=request.user, despite=despite)
        except Proof.DoesNotExist:
            raise Http404 from None
        except RefusedError as error:
            messages.error(request, _("Nothing was published: %(why)s") % {"why": say(error.message)})
        except ChangedMeanwhileError as error:
            messages.error(request, _("Nothing was published: %(why)s") % {"why": changed_meanwhile(error.proof)})
        else:
            text = _("%(n)s proofs are being published; the history says when it is done.") % {"n": len(versions)}
            messages.success(request, text if done is None else _told(done))
        batch = number(request.POST.get("batch", ""))
        return redirect("admin:archive_batch_change", batch) if batch else redirect("admin:archive_proof_changelist")

    @admin.action(description=gettext_lazy("Set the selected proofs aside"), permissions=["change"])
    def set_aside_selected(self, request: HttpRequest, queryset: QuerySet[Proof]) -> HttpResponse:
        """Shows which proofs would be set aside, and asks for the reason. Nothing is set aside here."""
        chosen = list(queryset.select_related("submission").order_by("pk"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Set the selected proofs aside"),
            "opts": self.opts,
            "proofs": chosen,
            "looked": _looked_at(chosen),
        }
        return TemplateResponse(request, "admin/desk/set_aside_many.html", context)

    def set_aside_many(self, request: HttpRequest) -> HttpResponse:
        """Sets the confirmed proofs aside. A proof that is published or that somebody has changed stays as it is."""
        reason, done = self.reason(request), 0
        if not reason:
            raise BadRequest("No reason was given.")
        for pk, version, _findings in _looked(request):
            try:
                proofs.set_aside(pk, version, by=request.user, reason=reason)
                done += 1
            except Proof.DoesNotExist:
                raise Http404 from None
            except (RefusedError, ChangedMeanwhileError) as error:
                messages.error(request, say(error.message))
        messages.success(request, ngettext("%(n)s set aside.", "%(n)s set aside.", done) % {"n": done})
        return redirect("admin:archive_proof_changelist")


def publishing_page(
    of: Guarded, request: HttpRequest, proofs: QuerySet[Proof], batch: int | None = None
) -> TemplateResponse:
    """The page that shows which proofs would be published, and asks for confirmation.

    After publishing, the user comes back to the batch with the primary key ``batch``, or to the list of proofs.
    """
    foreseen = foresee(list(proofs.select_related("submission").defer(None).order_by("pk")), by=request.user)
    able = [one for one in foreseen if one.refused is None]
    context = {
        **of.admin_site.each_context(request),
        "title": _("What will be published"),
        "opts": of.opts,
        "able": able,
        "unable": [one for one in foreseen if one.refused is not None],
        "findings": sum(one.proof.findings for one in able),
        "with_findings": sum(one.proof.findings > 0 for one in able),
        "looked": _looked_at(one.proof for one in able),
        "approval": settings.APPROVAL,
        "deferred": len(able) > publishing.AT_ONCE,
        "batch": batch,
    }
    return TemplateResponse(request, "admin/desk/publish_many.html", context)


def _looked_at(proofs: Iterable[Proof]) -> str:
    """The proofs of a page, with their versions and numbers of findings, as one field of a form.

    It is one field, because Django accepts at most 1,000 fields in a form.
    """
    return " ".join(f"{one.pk}:{one.version}:{one.findings}" for one in proofs)


def _looked(request: HttpRequest) -> list[tuple[int, int, int]]:
    """(primary key, version, number of findings) of each proof of the page that asked (``_looked_at``)."""
    seen = re.findall(r"(?:^| )(\d{1,18}):(\d{1,9}):(\d{1,9})(?= |$)", request.POST.get("looked", ""))
    if not seen:
        raise BadRequest("No proofs were named.")
    return [(int(pk), int(version), int(findings)) for pk, version, findings in seen]


def changed_meanwhile(proof: Proof) -> str:
    """The message that another user has changed the proof. It names the user and the act, if the history has them."""
    last = history.of_proof(proof).first()
    if last is None or last.by is None:
        return _("This proof has changed since you looked at it. Nothing of yours was stored; look again.")
    return _(
        "%(who)s has changed this proof since you looked at it (%(what)s). Nothing of yours was stored; look again."
    ) % {"who": last.by, "what": last.get_action_display()}


def _told(done: list[Proof]) -> str:
    """The message that says how many proofs were published, and how many wait for a second librarian."""
    published = sum(proof.state == ProofState.PUBLISHED for proof in done)
    waiting = len(done) - published
    said = [ngettext("%(n)s proof is published.", "%(n)s proofs are published.", published) % {"n": published}]
    if waiting:
        text = ngettext("%(n)s waits for a second librarian.", "%(n)s wait for a second librarian.", waiting)
        said = [*(said if published else []), text % {"n": waiting}]
    return " ".join(said)
