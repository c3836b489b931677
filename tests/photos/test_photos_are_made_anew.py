import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image
from pytest_django import Settings

from gis_core.accounts.models import User
from gis_core.files.faults import FileFault, FileRefused
from gis_core.photos.delivering import deliver_photo
from gis_core.photos.remaking import LARGEST, LONGEST_SIDE, SMALL_SIDE, remake
from gis_core.photos.storing import place_of_photo, store_photo
from tests.photos.making import bomb, photo, told_exif


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def test_nothing_is_left_of_what_the_phone_wrote_beside_it() -> None:
    data = photo(exif=told_exif(), comment=b"PhoneOfWang")
    assert b"PhoneOfWang" in data
    for left in remake(data)[:2]:
        assert b"PhoneOfWang" not in left
        assert b"Exif" not in left
        assert not opened(left).getexif()


def test_it_stands_upright_however_the_phone_was_held() -> None:
    made = remake(photo(exif=told_exif(orientation=6)))  # to be turned by 90 degrees clockwise
    assert (made.width, made.height) == (200, 400)
    red, _green, blue = opened(made.full).getpixel((100, 20))  # type: ignore[misc]
    assert red > 200
    assert blue < 50


def test_it_is_bounded_and_has_a_small_one() -> None:
    made = remake(photo((5000, 3000)))
    assert (made.width, made.height) == (LONGEST_SIDE, 1229)
    assert max(opened(made.small).size) == SMALL_SIDE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_content_decides_and_not_the_name(kind: str) -> None:
    file = SimpleUploadedFile("报告.pdf", photo(kind=kind), content_type="application/pdf")
    stored = store_photo(file)
    assert opened(place_of_photo(stored.key).read_bytes()).format == "JPEG"


def test_what_shines_through_is_on_white() -> None:
    out = io.BytesIO()
    Image.new("LA", (50, 50), (0, 0)).save(out, "PNG")
    assert opened(remake(out.getvalue()).full).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "fault", "word"),
    [
        (b"", FileFault.DAMAGED, "空"),
        (b"\xff" * (LARGEST + 1), FileFault.TOO_LARGE, "12 MB"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 500, FileFault.UNKNOWN_FORMAT, "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileFault.UNKNOWN_FORMAT, "JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", FileFault.UNKNOWN_FORMAT, "JPEG"),
        (photo(kind="GIF"), FileFault.UNKNOWN_FORMAT, "JPEG"),
        (photo(kind="TIFF"), FileFault.UNKNOWN_FORMAT, "JPEG"),
        (photo()[:600], FileFault.DAMAGED, "损坏"),
        (photo(kind="PNG")[:80], FileFault.DAMAGED, "损坏"),
        (bomb(8_000, 8_000), FileFault.TOO_LARGE, "5000 万像素"),
        (bomb(60_000, 60_000), FileFault.TOO_LARGE, "5000 万像素"),
        (bomb(2_000_000_000, 1), FileFault.TOO_LARGE, "5000 万像素"),
        (bomb(3_000, 3_000), FileFault.DAMAGED, "损坏"),
    ],
    ids=[
        "nothing",
        "too large",
        "heic",
        "svg",
        "postscript",
        "gif",
        "tiff",
        "jpeg cut short",
        "png cut short",
        "64 million pixels",
        "3.6 billion",
        "one long line",
        "no rows",
    ],
)
@pytest.mark.parametrize("printed_before", [False, True])
def test_a_hostile_file_is_refused_in_words(
    data: bytes,
    fault: FileFault,
    word: str,
    printed_before: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", printed_before)
    with pytest.raises(FileRefused) as refusal:
        store_photo(SimpleUploadedFile("photo.jpg", data))
    assert refusal.value.fault == fault
    assert word in str(refusal.value)


def test_what_hides_behind_a_photo_is_gone() -> None:
    stored = store_photo(SimpleUploadedFile("a.jpg", photo() + b"<script>alert(1)</script>"))
    assert b"<script" not in place_of_photo(stored.key).read_bytes()


def test_the_same_photo_by_many_at_once_is_kept_once(folder: Path) -> None:
    data = photo()
    with ThreadPoolExecutor(4) as pool:
        files = [SimpleUploadedFile("a.jpg", data) for _ in range(8)]
        keys = {stored.key for stored in pool.map(store_photo, files)}
    [key] = keys
    assert {one.name for one in folder.rglob("*") if one.is_file()} == {
        f"{key}.jpg",
        f"{key}.small.jpg",
    }


@pytest.mark.django_db
def test_it_is_delivered_inside_the_scope_and_nowhere_else() -> None:
    key = store_photo(SimpleUploadedFile("a.jpg", photo())).key
    User.objects.create(username="one", first_name="x", email=key)  # any row that bears a key
    everyone = User.objects.all()
    sent = deliver_photo(everyone, key, small=True, field="email")
    assert sent["Content-Type"] == "image/jpeg"
    assert "no-store" in sent["Cache-Control"]
    assert opened(b"".join(sent)).size == (320, 160)
    for rows, asked in ((everyone.none(), key), (everyone, "0" * 64), (everyone, "../../x")):
        with pytest.raises(Http404):
            deliver_photo(rows, asked, field="email")
