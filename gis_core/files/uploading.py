"""Uploads are cut off at the size nobody may keep, before the rest of them is written down."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from gis_core.files.keeping import LARGEST

_FLAG = "upload_too_large"


class LimitedUpload(FileUploadHandler):
    """Comes first: counts what passes, and skips the file once it is too much."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > LARGEST:
            setattr(self.request, _FLAG, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The next handler's to answer."""
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was skipped for its size."""
    return bool(getattr(request, _FLAG, False))
