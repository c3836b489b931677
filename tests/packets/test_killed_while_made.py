"""A real worker, really killed while it makes a packet; the next one makes it whole."""

import signal
from pathlib import Path
from typing import Any

import pytest

from gis_core.accounts.roles import Role
from gis_core.jobs.models import Job
from grids.packets.making import NAMES, PRINTING, WHOLE
from grids.packets.models import Packet
from grids.packets.services import ask_for_packet
from grids.packets.storing import digest, path_of, root
from tests.jobs.handlers import Workers, wait_until
from tests.packets.town import drawn_case, furnish
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_packet_is_whole_or_not_there_at_all(
    start_worker: Workers, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    environment = {"MEDIA_ROOT": str(tmp_path), "JOB_LEASE_SECONDS": "1.5"}
    cast = furnish(make_world())
    packet = ask_for_packet(proposal=drawn_case(cast), person=cast[Role.REVIEWER])
    job = Job.objects.latest("created_at")
    worker = start_worker(**environment)
    wait_until(lambda: Job.objects.get(pk=job.pk).phase == PRINTING, seconds=120)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not Packet.objects.get(pk=packet.pk).is_made
    assert not [path for path in root().rglob("*") if path.is_file()]
    worker = start_worker(**environment)
    try:
        wait_until(lambda: Job.objects.get(pk=job.pk).is_over, seconds=180)
    finally:
        worker.terminate()
        worker.wait()
    whole = Packet.objects.select_related("job").get(pk=packet.pk)
    assert whole.job is not None
    assert (whole.job.status, whole.job.attempts) == (Job.Status.SUCCEEDED, 2)
    assert [one["name"] for one in whole.files][-1] == WHOLE
    assert {one["name"] for one in whole.files} > set(NAMES.values())
    for one in whole.files:
        assert digest(path_of(whole.folder, one["name"]).read_bytes()) == one["sha256"]
    assert [path.name for path in (root() / whole.content_hash).iterdir()] == [f"{whole.pk}-2"]
