"""A picture made anew from bytes nobody vouches for. Pure: bytes in, JPEGs out."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from gis_core.files.faults import FileFault, FileRefused

LARGEST = 12 * 2**20  # bytes: what a phone of today makes at its best
MOST_PIXELS = 50_000_000  # 150 MB unpacked
LONGEST_SIDE = 2048  # pixels of the picture kept: a house number can be read across a street
SMALL_SIDE = 320  # pixels of the one in lists
FORMATS = ("JPEG", "PNG", "WEBP")
_ONE_AT_A_TIME = Lock()
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


class Remade(NamedTuple):
    """Two JPEGs of one picture, and the size in pixels of the large one."""

    full: bytes
    small: bytes
    width: int
    height: int


def remake(data: bytes) -> Remade:
    """Turn a picture the way it is to be seen, shrink it, and write it anew.

    Raises FileRefused: empty, too large, too many pixels, damaged, or not JPEG, PNG or WebP by its
    content, whatever its name.
    """
    _check_bytes(data)
    try:
        with _whole_files(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            warnings.simplefilter("ignore")  # of sizes, which are checked here
            _check_pixels(image)
            full = _plain(image)
    except FileRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        text = _("这不是 JPEG、PNG 或 WebP 照片。请改传手机拍的照片或截图。")
        raise FileRefused(FileFault.UNKNOWN_FORMAT, text) from error
    except Exception as error:  # whatever a decoder stumbles over is in the file
        text = _("照片已损坏，读不出来。请重新拍摄或重新导出后上传。")
        raise FileRefused(FileFault.DAMAGED, text) from error
    small = full.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Remade(_jpeg(full), _jpeg(small), full.width, full.height)


@contextmanager
def _whole_files() -> Iterator[None]:
    """What is cut short is damaged: the library that prints papers tells the decoders of its whole
    process to fill up with grey what is missing."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_bytes(data: bytes) -> None:
    if not data:
        raise FileRefused(FileFault.DAMAGED, _("文件是空的。请重新选择照片。"))
    if len(data) > LARGEST:
        text = _("照片超过 %(limit)s MB。请用较低的清晰度拍摄或压缩后上传。")
        raise FileRefused(FileFault.TOO_LARGE, text % {"limit": LARGEST // 2**20})
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        text = _("暂不支持 HEIC（高效）照片。请把手机相机设为“兼容性最佳”，或另存为 JPEG 再传。")
        raise FileRefused(FileFault.UNKNOWN_FORMAT, text)


def _check_pixels(image: Image.Image) -> None:
    """From the header alone: nothing is unpacked yet."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> FileRefused:
    text = _("照片超过 %(limit)s 万像素。请缩小后上传。")
    return FileRefused(FileFault.TOO_LARGE, text % {"limit": MOST_PIXELS // 10_000})


def _plain(image: Image.Image) -> Image.Image:
    """The first picture of a file, upright, on white, with no word about it."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = upright.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
