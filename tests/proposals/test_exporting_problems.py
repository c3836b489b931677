"""What the engine was asked can be asked again on its command line, and the proof checked."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communities.basemap.models import CellSet
from grids.partitioning.commands import BROKEN, DONE, main
from grids.proposals.models import SuggestionKind
from tests.proposals.test_suggestions import ask, town
from tests.world import World

__all__ = ["town"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_certificate_of_a_merge_is_checked_without_the_database(
    town: World, tmp_path: Path
) -> None:
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    call_command("export_problem", "merge", str(problem), place=town.subdistrict.code)
    assert main(["merge", str(problem), str(result)]) == DONE
    assert main(["check", str(problem), str(result)]) == DONE
    answer = json.loads(result.read_text("utf-8"))
    alternative = ask(town, SuggestionKind.MERGE).alternatives.get()
    assert alternative.objective is not None
    assert alternative.certificate is not None
    assert answer["objective"] == alternative.objective["values"]
    [exported], [stored] = answer["certificate"]["pieces"], alternative.certificate["pieces"]
    assert set(exported.pop("units")) == {town.changfu.name, town.xincheng.name}
    stored.pop("units")
    assert exported == stored


def test_the_same_grids_come_out(town: World, tmp_path: Path) -> None:
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    call_command("export_problem", "divide", str(problem), place=town.changfu.code)
    assert main(["divide", str(problem), str(result), "--seed", "1"]) in {DONE, BROKEN}
    parts = json.loads(result.read_text("utf-8"))["parts"]
    again = tmp_path / "again.json"
    call_command("export_problem", "divide", str(again), place=town.changfu.code)
    assert again.read_text("utf-8") == problem.read_text("utf-8")
    assert sum(part["households"] for part in parts) == 576


def test_what_is_missing_is_said(town: World, tmp_path: Path) -> None:
    nowhere = tmp_path / "no folder" / "problem.json"
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_problem", "merge", str(nowhere), place=town.subdistrict.code)
    CellSet.objects.all().delete()
    with pytest.raises(CommandError, match="build_cells"):
        call_command("export_problem", "merge", str(tmp_path / "p"), place=town.subdistrict.code)
