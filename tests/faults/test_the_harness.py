"""A short run of the harness, so that it cannot rot: it finds what is planted, and nothing else."""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.actions import ACTIONS
from tests.faults.plan import LONGEST, Kill, plan_kills

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


@pytest.fixture
def tables(transactional_db: None) -> str:
    """The address of the test database: its empty tables are copied, which is quicker."""
    known = connection.settings_dict
    host = known["HOST"].replace("/", "%2F")
    return f"postgresql://{known['USER']}@{host}:{known['PORT']}/{known['NAME']}"


def test_a_short_run_finds_the_planted_faults_and_no_others(tables: str) -> None:
    command = [sys.executable, "-m", "tests.faults", "--seed=7", f"--kills={KILLS}"]
    done = subprocess.run(
        [*command, "--counties=1", f"--from={tables}"],
        cwd=ROOT,
        env={**os.environ, "PGOPTIONS": "-c synchronous_commit=off"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"planted: .*: (.*)", done.stdout) == ["found", "found"]
    assert f"0 findings in {KILLS} kills" in done.stdout
    assert "'synchronous_commit': 'on'" in done.stdout


def drawn(seed: int) -> list[Kill]:
    return plan_kills(96, ACTIONS, random.Random(seed))  # noqa: S311  # moments, nothing secret


def test_kills_are_shared_out_and_their_moments_fill_the_time() -> None:
    kills = drawn(5)
    pairs = Counter((kill.action.name, kill.victim) for kill in kills)
    assert sum(pairs.values()) == 96
    assert set(pairs) == {(one.name, victim) for one in ACTIONS for victim in one.victims}
    for pair in pairs:
        own = [kill.moment for kill in kills if (kill.action.name, kill.victim) == pair]
        moments = [moment for moment in own if moment is not None]
        assert len(own) > len(moments)
        assert min(moments) < 0.5
        assert 0.9 < max(moments) <= LONGEST
    assert drawn(5) == kills != drawn(6)
