"""The command line works on files, without Django, and its exit code says how it went."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grids.partitioning.commands import main
from tests.partitioning.drawing import document


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    """a(400) - b(700) - c(1200)"""
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document({"a": 400, "b": 700, "c": 1200}, "a-b-c")), "utf-8")
    return path


def test_merge_then_check(problem: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    assert main(["merge", str(problem), str(result)]) == 0
    written: dict[str, Any] = json.loads(result.read_text("utf-8"))
    assert written["labels"] == {"a": "b", "b": "b", "c": "c"}
    assert written["status"] == "optimal"
    assert written["gap"] == 0
    assert main(["check", str(problem), str(result)]) == 0


def test_a_result_that_hides_what_is_broken_is_found(problem: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    main(["merge", str(problem), str(result)])
    written = json.loads(result.read_text("utf-8"))
    written["labels"]["a"] = "c"
    result.write_text(json.dumps(written), "utf-8")
    assert main(["check", str(problem), str(result)]) == 4


def test_named_shortfalls_have_an_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "short.json"
    path.write_text(json.dumps(document({"a": 400}, "")), "utf-8")
    assert main(["divide", str(path), str(tmp_path / "out.json")]) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "找不到"), ("{", "不是合法的 JSON：第 1 行"), ("[]", "应为对象"), ("\xff", "UTF-8")],
)
def test_bad_files_are_refused_in_chinese(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    assert main(["merge", str(path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["merge", "divide"])
def test_more_processes_give_the_same_answer(command: str, problem: Path, tmp_path: Path) -> None:
    alone, shared = tmp_path / "alone.json", tmp_path / "shared.json"
    code = main([command, str(problem), str(alone)])
    assert main([command, str(problem), str(shared), "--jobs", "2"]) == code
    one, other = (json.loads(path.read_text("utf-8")) for path in (alone, shared))
    one["seconds"] = other["seconds"] = 0
    assert one == other


def test_only_json_goes_to_standard_output(problem: Path) -> None:
    command = [sys.executable, "-m", "grids.partitioning", "merge", str(problem)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["status"] == "optimal"


def test_the_engine_needs_no_django() -> None:
    code = "import sys, grids.partitioning; print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
