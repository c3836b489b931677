from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404

from gis_core.photos.storing import place_of_photo


def deliver_photo(
    rows: "QuerySet[Model]", key: str, *, small: bool = False, field: str = "stored"
) -> FileResponse:
    """The photo of this key, if one of `rows`, which the reader's scope has narrowed, bears it.

    Raises Http404: outside the scope, unknown, or no key at all, all the same.
    """
    if not rows.filter(**{field: key}).exists():
        raise Http404
    try:
        file = place_of_photo(key, small=small).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
