import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.recognise import Format, recognise
from tests.files.making import HOUSE, header_of, read, write_layer, write_shapefile

VRT = """<OGRVRTDataSource><OGRVRTLayer name="secret">
<SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who called it."""
    calls: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        try:
            while True:
                peer, _ = server.accept()
                calls.append(peer.recv(100).decode(errors="replace"))
                peer.close()
        except OSError:
            return

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


@pytest.mark.parametrize("suffix", ["kml", "geojson", "shp", "csv", "gpkg", "json", "vrt", "zip"])
def test_a_virtual_file_is_refused_under_any_name(tmp_path: Path, suffix: str) -> None:
    secret = write_layer(tmp_path / "secret.gpkg", [HOUSE], {"name": ["机密"]})
    path = tmp_path / f"boundary.{suffix}"
    path.write_text(VRT.format(source=secret))
    with pytest.raises(FileRefused, match="XML") as refusal:
        read(path)
    assert refusal.value.fault == FileFault.UNKNOWN_FORMAT


def test_a_virtual_file_calls_nobody(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    address, calls = listener
    path = tmp_path / "boundary.geojson"
    path.write_text(VRT.format(source=f"/vsicurl/{address}/x.gpkg"))
    with pytest.raises(FileRefused):
        read(path)
    assert calls == []


def test_a_geojson_cannot_name_its_system_by_an_address(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, calls = listener
    path = tmp_path / "b.geojson"
    link = f'{{"type":"link","properties":{{"href":"{address}/crs.wkt","type":"ogcwkt"}}}}'
    path.write_text(f'{{"type":"FeatureCollection","crs":{link},"features":[]}}')
    with suppress(FileRefused):
        read(path)
    assert calls == []


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    import sqlite3

    sqlite3.connect(tmp_path / "x.gpkg").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(FileRefused, match="不是 GeoPackage"):
        recognise(tmp_path / "x.gpkg")


def test_an_old_or_locked_workbook_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(FileRefused, match="另存为"):
        recognise(path)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(50), b"hello", bytes(100)])
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        recognise(path)


def test_a_file_with_the_wrong_name_is_still_read(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE]).rename(tmp_path / "a.csv")
    assert recognise(path) == Format.GEOPACKAGE
    assert len(read(path)) == 1


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="找不到文件"):
        read(tmp_path / "nowhere.gpkg")


def test_a_damaged_geopackage_is_refused_in_words(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [HOUSE])
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(FileRefused, match=r"损坏|意外终止"):
        read(path)


def test_the_header_names_format_and_layer(tmp_path: Path) -> None:
    assert header_of(write_shapefile(tmp_path)).format == "Shapefile"
