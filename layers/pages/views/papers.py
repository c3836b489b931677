from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from gis_core.files.documents import CONTENT_TYPES, Document
from gis_core.files.keeping import place_of
from layers.api.case_moves import find_case


@require_safe
def send_paper(request: HttpRequest, case: UUID, paper: int) -> HttpResponseBase:
    """The file of a paper, to be saved: never shown as a page of this site."""
    rows = find_case(request, case).papers.exclude(sha256="")
    found = rows.filter(pk=min(paper, 2**63 - 1)).first()
    if found is None or not place_of(found.sha256).is_file():
        raise Http404
    response = FileResponse(
        place_of(found.sha256).open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type=CONTENT_TYPES[Document(found.file_kind)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
