"""A large roster is a job's: looked through and taken over beside the request, all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role
from gis_core.jobs import services as job_services
from gis_core.jobs.context import JobCancelled
from gis_core.jobs.services import run_job
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Person, Posting, Roster
from grids.staffing.rosters import jobs
from grids.staffing.rosters.services import ask_to_apply, drop_roster, look_at_roster
from tests.staffing.cast import Cast, post
from tests.staffing.files import PEOPLE, table
from tests.world import World, appoint, person

ROWS = [
    ["第一网格", "钱一", "S1", "", "专职网格员", "0939-6210007", "2026-01-05"],
    ["第二网格", "钱二", "S2", "", "专职网格员", "", "2026-01-05"],
    ["第二网格", "钱三", "S3", "", "楼栋长", "", "2026-01-05"],
]


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.staffing.rosters.services.LARGE", 2)


@pytest.fixture
def manager(world: World) -> User:
    user = person("manager")
    appoint(user, Role.STREET_MANAGER, world.subdistrict)
    return user


def look(world: World, folder: Path, by: User) -> Roster:
    return look_at_roster(
        county=world.county,
        path=table(folder, PEOPLE, ROWS),
        file_name="名册.csv",
        kind=Roster.Kind.PEOPLE,
        person=by,
    )


def work(roster: Roster) -> Roster:
    assert roster.job_id is not None
    run_job.call(str(roster.job_id))
    return Roster.objects.select_related("job").get(pk=roster.pk)


def page(by: User, world: World, roster: Roster) -> str:
    client = Client()
    client.force_login(by)
    where = reverse("roster", args=[world.county.code, roster.pk])
    return client.get(where).content.decode()


def test_it_goes_from_file_to_grid_by_two_jobs(
    world: World, cast: Cast, manager: User, tmp_path: Path
) -> None:
    roster = look(world, tmp_path, manager)
    assert (roster.state, roster.report) == ("reading", [])
    waiting = page(manager, world, roster)
    assert "已处理 0 / 3 行" in waiting
    assert 'http-equiv="refresh"' in waiting
    looked = work(roster)
    assert (looked.state, [line["verdict"] for line in looked.report]) == ("looked_at", ["new"] * 3)
    assert "http-equiv" not in page(manager, world, looked)
    asked = ask_to_apply(roster=looked, person=manager, seen_version=looked.version)
    assert (asked.state, Posting.objects.count()) == ("applying", 0)
    done = work(asked)
    assert done.job is not None
    assert (done.state, done.applied_by, done.job.status) == ("applied", manager, "succeeded")
    assert Posting.objects.count() == 3
    again = ask_to_apply(roster=done, person=manager, seen_version=None)
    assert (again.pk, Posting.objects.count()) == (done.pk, 3)


def test_what_is_refused_meanwhile_is_told_and_nothing_is_written(
    world: World, cast: Cast, manager: User, tmp_path: Path
) -> None:
    looked = work(look(world, tmp_path, manager))
    asked = ask_to_apply(roster=looked, person=manager, seen_version=looked.version)
    post(cast.li, world.grids[0])
    over = work(asked)
    assert (over.state, Person.objects.filter(name="钱二").exists()) == ("looked_at", False)
    assert "有 1 行不能导入" in page(manager, world, over)
    asked = ask_to_apply(
        roster=over, person=manager, seen_version=over.version, leave_out_refused=True
    )
    assert work(asked).state == "applied"
    assert Posting.objects.count() == 3  # 李秀英 and the two rows that could be taken


def test_a_job_has_the_rights_its_person_has_then(
    world: World, cast: Cast, manager: User, tmp_path: Path
) -> None:
    looked = work(look(world, tmp_path, manager))
    asked = ask_to_apply(roster=looked, person=manager, seen_version=looked.version)
    Membership.objects.filter(user=manager).update(place_key=world.xincheng.pk, level="community")
    over = work(asked)
    assert "有 3 行不能导入" in page(world.reviewer, world, over)
    asked = ask_to_apply(roster=over, person=manager, seen_version=over.version)
    Membership.objects.filter(user=manager).delete()
    stuck = work(asked)
    assert stuck.is_stuck
    assert "已没有在本县做这件事的权限" in page(world.reviewer, world, stuck)
    assert drop_roster(roster=stuck, seen_version=stuck.version).state == "dropped"
    assert not Posting.objects.exists()


def test_one_that_is_cancelled_writes_nothing(
    world: World, cast: Cast, manager: User, tmp_path: Path
) -> None:
    looked = work(look(world, tmp_path, manager))
    asked = ask_to_apply(roster=looked, person=manager, seen_version=looked.version)
    assert asked.job_id is not None
    context: Any = job_services._claim(asked.job_id)
    tell = context.progress

    def stop_at_the_last(done: int, total: int, phase: str) -> None:
        if done == total:
            context._cancel.set()
        tell(done, total, phase)

    context.progress = stop_at_the_last
    with pytest.raises(JobCancelled):
        jobs.apply(context, roster=asked.pk, seen=asked.version, leave_out=False)
    assert not Person.objects.filter(name="钱一").exists()


def test_while_a_job_is_at_it_nobody_else_decides(
    world: World, cast: Cast, manager: User, tmp_path: Path
) -> None:
    reading = look(world, tmp_path, manager)
    for change in (ask_to_apply, drop_roster):
        arguments: dict[str, Any] = {"roster": reading, "seen_version": reading.version}
        if change is ask_to_apply:
            arguments["person"] = manager
        with pytest.raises(Refused):
            change(**arguments)
