import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communities.territory.finding import place_by_code
from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role


class Command(BaseCommand):
    help = "Give a person an account, or one more role, at a place; prints a new password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="name shown to others")
        roles = ", ".join(f"{role.value} {role.label}" for role in Role)
        parser.add_argument("--role", required=True, choices=Role.values, help=roles)
        parser.add_argument("--department", default="", help="of a DPT: its name, e.g. 司法局")
        parser.add_argument("--place", required=True, help="6, 9, 12 or 15 digits")

    @transaction.atomic
    def handle(self, *, username: str, name: str, role: str, place: str, **options: Any) -> None:
        where = place_by_code(place)
        user, created = User.objects.get_or_create(username=username)
        if created:
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.display_name = name
            user.save()
            self.stdout.write(f"账号 {username}，初始密码 {password}（只显示这一次）")
        department = options["department"].strip()
        if bool(department) != (role == Role.DEPARTMENT):
            raise CommandError("“职能部门”须用 --department 写明部门名称，其他角色不写。")
        values = {"user": user, "role": role, "place_key": where.pk, "until": None}
        values["department"] = department
        if Membership.objects.filter(**values).exists():
            raise CommandError(f"{username} 已是{where.name}的{Role(role).label}。")
        Membership.objects.create(
            **values, level=where.level, county_key=where.county_key, since=timezone.localdate()
        )
        self.stdout.write(f"{username}：{where.name} · {Role(role).label}")
