"""Why a whole file is refused, in words for its owner."""

from enum import StrEnum


class FileFault(StrEnum):
    """Machine code of a refusal, shown beside the message."""

    MISSING = "file_missing"
    UNKNOWN_FORMAT = "file_unknown_format"
    DAMAGED = "file_damaged"
    ARCHIVE = "file_archive_refused"
    TOO_LARGE = "file_too_large"
    TOO_SLOW = "file_too_slow"
    READER = "file_reader_failed"
    LAYER = "file_layer_not_found"
    COLUMN = "file_column_not_found"
    CRS_UNKNOWN = "file_crs_unknown"
    CRS_REFUSED = "file_crs_refused"
    ENCODING = "file_encoding"
    GEOMETRY = "file_without_geometry"
    REQUEST = "request_refused"


class FileRefused(ValueError):
    """A file cannot be read as asked; `str()` says what, where and how to repair."""

    def __init__(self, fault: FileFault, text: str) -> None:
        self.fault = fault
        super().__init__(text)
