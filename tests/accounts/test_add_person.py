import io
import re

import pytest
from django.core.management import CommandError, call_command

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from tests.world import World


def add(username: str, **options: str) -> str:
    said = io.StringIO()
    call_command("add_person", username, stdout=said, **options)
    return said.getvalue()


def test_a_new_planner_can_sign_in_with_the_password_shown_once(world: World) -> None:
    said = add("wang", name="王工", role="PLN", place=world.subdistrict.code)
    shown = re.search(r"初始密码 (\S+)（", said)
    assert shown is not None
    user = User.objects.get(username="wang")
    assert user.check_password(shown[1])
    assert scope_for(user, Action.EDIT_DRAFT).places == {world.subdistrict.pk}


def test_a_second_role_keeps_the_password(world: World) -> None:
    said = add("planner-629931", role="COM", place=world.changfu.code)
    assert "密码" not in said
    assert world.planner.memberships.count() == 2


def test_the_same_role_twice_is_refused(world: World) -> None:
    with pytest.raises(CommandError, match="已是城关街道"):
        add("planner-629931", role="PLN", place=world.subdistrict.code)


def test_a_department_is_named_and_only_a_department(world: World) -> None:
    code = world.county.code
    add("fa", role="DPT", place=code, department="司法局")
    assert User.objects.get(username="fa").memberships.get().department == "司法局"
    for options in ({"role": "DPT"}, {"role": "REV", "department": "司法局"}):
        with pytest.raises(CommandError, match="写明部门名称"):
            add("zhu", place=code, **options)
    assert not User.objects.filter(username="zhu").exists()


def test_an_unknown_code_is_named(world: World) -> None:
    with pytest.raises(CommandError, match="999999"):
        add("li", role="PLN", place="999999")
    assert not User.objects.filter(username="li").exists()
