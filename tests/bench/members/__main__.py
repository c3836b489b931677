"""200 grid members open their page in the same moment, the server on two processes as `./run`
does it: `python -m tests.bench.members [--people 200] [--turns 3] [--rounds 3]`.

The demo county in a database of its own; every member with a full-time officer's role in one of
its grids, signed in. Beside it, interleaved in the same run, the same web server with a fixed
page of the same size: what is left is ours. The first round, in which the ground of each grid is
read for the first time, is told apart.
"""

import argparse
import os
from contextlib import ExitStack

from tests.bench.members.crowd import Crowd, ask_at_once
from tests.bench.tiles import servers
from tests.bench.tiles.county import database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        url = stack.enter_context(database(f"bench_members_{os.getpid()}"))
        cookies = members_of(url, options.people)
        _, ours = stack.enter_context(servers.wangge(url, ""))
        peer = "tests.bench.members.peer:fixed"
        _, fixed = stack.enter_context(servers.wangge(url, "", peer))
        print(f"{'what':16} {'p50 ms':>8} {'p95 ms':>8} {'per s':>8} {'errors':>7} {'bytes':>8}")
        tell("ours, first", ask_at_once(ours, "/my/", cookies, 1))
        for _ in range(options.rounds):
            page = ask_at_once(ours, "/my/", cookies, options.turns)
            other = ask_at_once(fixed, "/my/", cookies, options.turns)
            tell("ours", page)
            tell("fixed page", other)
            print(f"{'ratio of p50':16} {page.p50 / other.p50:8.1f}")


def members_of(url: str, people: int) -> list[str]:
    """The demo county and its members; the session cookie of each."""
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from communities.territory.models import Edition, Grid
    from communities.territory.services import open_first_edition
    from fixtures.loading import store_town
    from fixtures.staff import store_staff
    from fixtures.town import make_town
    from gis_core.accounts.models import User
    from gis_core.accounts.roles import Role
    from tests.world import appoint

    call_command("migrate", verbosity=0)
    county = store_town(town=make_town())
    edition = Edition.objects.get(county=county)
    open_first_edition(edition=edition, published_by=None, in_force_from=timezone.localdate())
    store_staff(county=county)
    grids = list(Grid.objects.order_by("code"))
    cookies = []
    for at in range(people):
        user = User.objects.create(username=f"member-{at}", display_name=f"网格员{at}")
        appoint(user, Role.FULL_TIME_OFFICER, grids[at % len(grids)])
        client = Client()
        client.force_login(user)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return cookies


def tell(what: str, crowd: Crowd) -> None:
    figures = f"{crowd.p50:8.0f} {crowd.p95:8.0f} {crowd.per_second:8.1f}"
    print(f"{what:16} {figures} {crowd.errors:7} {crowd.mean_bytes:8.0f}", flush=True)


if __name__ == "__main__":
    main()
