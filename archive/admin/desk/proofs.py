"""The admin of proofs: the page on which a librarian checks and mends a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk import desk_labels
from archive.admin.desk.desk_admin import DeskAdmin
from archive.admin.desk.guarded import CHANGE, LOOK
from archive.admin.desk.proof_page import page_of
from archive.admin.desk.publishing import Publishing
from archive.admin.desk.submissions import told_field
from archive.desk import proofs
from archive.desk.diff import diff_sources
from archive.desk.mends.forms import number
from archive.desk.mends.operations import OPERATIONS, ask, ask_facts
from archive.desk.naming import document_key, offered
from archive.desk.proofs import ChangedMeanwhileError
from archive.models import Proof
from archive.models.proof import ProofQuerySet, ProofState


@admin.register(Proof)
class ProofAdmin(DeskAdmin, Publishing):
    """Admin of proofs. Librarians check, mend and publish them here."""

    list_display = ("symbol", "title", "language", "state", "findings", "file", "changed_at")
    list_display_links = ("symbol", "title")
    list_filter = ("state", "blocked", "language", "submission__source__format")
    list_select_related = ("submission",)
    search_fields = ("symbol", "title", "submission__name", "submission__source__sha256")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proof]:
        return cast(ProofQuerySet, super().get_queryset(request)).for_lists()

    @admin.display(description=gettext_lazy("file"))
    def file(self, proof: Proof) -> str:
        return proof.submission.file_name

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, permission: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            return path(f"<int:pk>/{name}/", self.guarded(permission, respond, CHANGE), name=f"archive_proof_{name}")

        differences = self.guarded("view_proof", self.differences)
        return [
            does("mend", "change_proof", self.mend),
            does("undo", "change_proof", self.undo),
            path("<int:pk>/differences/", differences, name="archive_proof_differences"),
            path("documents.json", self.guarded("view_document", self.documents), name="archive_proof_documents"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in LOOK:
            raise PermissionDenied
        return self._show(request, object_id)

    def _show(
        self, request: HttpRequest, pk: Any, status: int = 200, wrong: dict[str, str] | None = None
    ) -> HttpResponse:
        """The page of a proof. If a form was refused, its fields still have the values that the user has filled in.

        ``wrong`` has the name of the field that was refused, and the sentence that says why.
        """
        if not request.user.has_perm("archive.view_proof"):
            raise PermissionDenied
        proof = get_object_or_404(
            Proof.objects.select_related("submission__source", "submission__batch", "ready_by", "revision__text").defer(
                "submission__source__content"
            ),
            pk=number(str(pk)),
        )
        may = {
            "may_mend": request.user.has_perm("archive.change_proof"),
            "may_publish": request.user.has_perm("archive.publish_proof"),
            "may_go_on": proof.state != ProofState.APPROVAL
            or (request.user.has_perm("archive.approve_proof") and proof.ready_by != request.user),
            "approval": settings.APPROVAL,
            "may_send_back": proof.state == ProofState.APPROVAL and request.user.has_perm("archive.approve_proof"),
            "may_read_again": request.user.has_perm("archive.drop_source"),
        }
        given = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")}
        told = [(told_field(key)["label"], value) for key, value in proof.submission.told.items()]
        context = {**may, **page_of(proof, request.user), "given": given, "told": told, "wrong": wrong}
        return self.page(request, "proof.html", str(proof), status, **context)

    def mend(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(version: int) -> None:
            # The version is checked first, because the form names the clauses and places of the version that the user
            # saw.
            proof = get_object_or_404(Proof, pk=pk)
            if proof.version != version:
                raise ChangedMeanwhileError(proof)
            draft, form = proofs.draft_of(proof), request.POST.dict()
            if form.get("operation") == "cite":
                form["target"] = document_key(form.get("target", ""))
            mends = ask_facts(draft, form) if form.get("operation") == "facts" else [ask(draft, form)]
            proofs.add_mends(pk, version, mends, by=request.user, reason=form.get("reason", ""))

        key = request.POST.get("operation", "")
        what = desk_labels.done(key) if key in OPERATIONS else _("facts corrected")
        return self._do(request, pk, act, said=_("Mended: %(what)s.") % {"what": what})

    def documents(self, request: HttpRequest) -> JsonResponse:
        """The documents that the typed words ``?q=`` can mean, for the field "Document cited"."""
        found = offered(request.GET.get("q", "")[:200])
        return JsonResponse({"documents": [{"key": one.key, "title": one.title} for one in found]})

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        mend_id = number(request.POST.get("mend", "")) or 0
        said = _("The mend was taken back.")
        return self._do(request, pk, lambda version: proofs.take_back(pk, version, mend_id, by=request.user), said)

    def differences(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that compares a proof with the current revision of the same text, clause by clause."""
        proof = get_object_or_404(Proof, pk=pk)
        draft = proofs.draft_of(proof)
        current = diff_sources.current_of(draft.symbol, draft.language)
        if current is None:
            raise Http404
        rows = diff_sources.difference_to(current, draft)
        before, after = _("In the archive, revision %(n)s") % {"n": current.number}, _("This proof")
        back = reverse("admin:archive_proof_change", args=[pk])
        return self.page(request, "compare.html", str(proof), rows=rows, back=back, before=before, after=after)
