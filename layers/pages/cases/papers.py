"""Files of papers as forms send them."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from gis_core.files.keeping import too_large
from gis_core.files.uploading import was_too_large
from grids.proposals.drafting.refusals import Refused
from grids.review.findings import Upload

FIELD = "file"


def uploaded(request: HttpRequest) -> Upload | None:
    """The file a form sends, None where none was chosen. Raises Refused: it is too large."""
    if was_too_large(request):
        refusal = too_large()
        raise Refused(refusal.fault.value, str(refusal))
    sent = request.FILES.get(FIELD)
    if not isinstance(sent, UploadedFile):
        return None
    return Upload(sent.name or "", sent.chunks())
