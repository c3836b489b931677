from pathlib import Path

import pytest

from gis_core.launch import packages, stamps


def test_a_changed_file_changes_the_stamp(tmp_path: Path) -> None:
    source = tmp_path / "requirements.txt"
    source.write_text("Django==5.2.19")
    stamp, before = tmp_path / "stamp", stamps.digest([source])
    stamps.write(stamp, before)
    assert stamps.is_current(stamp, stamps.digest([source]))
    source.write_text("Django==5.2.20")
    assert not stamps.is_current(stamp, stamps.digest([source]))


def test_a_new_file_in_a_folder_changes_the_stamp(tmp_path: Path) -> None:
    before = stamps.digest([tmp_path])
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "map.ts").write_text("")
    assert stamps.digest([tmp_path]) != before


def test_a_missing_stamp_is_not_current(tmp_path: Path) -> None:
    assert not stamps.is_current(tmp_path / "none", stamps.digest([]))


def test_what_failed_is_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "VENV", tmp_path)
    stamp, tries = tmp_path / "stamp", list[str]()

    def make() -> None:
        tries.append("again")
        if len(tries) == 1:
            raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        packages.made_when_changed(stamp, "wanted", make)
    assert packages.made_when_changed(stamp, "wanted", make)
    assert not packages.made_when_changed(stamp, "wanted", make)
    assert len(tries) == 2
