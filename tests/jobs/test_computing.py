"""Settings choose where heavy computing runs."""

import os
import sys
from typing import Any

import pytest

from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobFailed


def test_without_a_cluster_the_number_of_processes_decides(settings: Any) -> None:
    settings.DASK_SCHEDULER, settings.JOB_PROCESSES = "", 0
    with computing() as executor:
        assert executor is None
    settings.JOB_PROCESSES = 1
    with computing() as executor:
        assert executor is not None
        assert executor.submit(os.getpid).result() != os.getpid()


def test_a_cluster_without_dask_installed_is_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    settings.DASK_SCHEDULER = "tcp://127.0.0.1:1"
    with pytest.raises(JobFailed, match=r"requirements-dask\.txt") as caught, computing():
        pass
    assert caught.value.code == "dask_missing"
