"""Whether a session is that of a person who may see a county's map, in two bare statements.

They read everything anew at every request: signing out, a disabled account, a changed password
and a role taken away end at once. Tests hold this to `django.contrib.auth` and `scope_for`.
"""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gis_core.accounts.models import User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach
from layers.tiles.versions import STATE_OF_PLACE, MapState

_ENGINE = "django.contrib.sessions.backends.db"
_BACKEND = "django.contrib.auth.backends.ModelBackend"

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_PERSON = f"""
SELECT person.password, {STATE_OF_PLACE}
  FROM accounts_user person, territory_place place
 WHERE person.id = %(person)s AND person.is_active
   AND place.level = 'county' AND place.code = %(code)s AND NOT place.abolished
   AND EXISTS (
           SELECT FROM accounts_membership
            WHERE user_id = person.id AND county_key = place.id
              AND since <= %(today)s AND (until IS NULL OR until > %(today)s)
              AND (role = ANY(%(county_wide)s)
                   OR role = ANY(%(own)s) AND place_key = county_key))
"""  # noqa: S608  # our own text; what a person sends is a parameter


def state_for_session(cookies: Mapping[str, str], code: str, action: Action) -> MapState | None:
    """The county's state if the session's person may perform `action` in all of the county.

    None says nothing but that this way does not know: ask Django and `scope_for`.
    """
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key or settings.SESSION_ENGINE != _ENGINE:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [key, timezone.now()])
        found = cursor.fetchone()
        session = SessionStore(key).decode(found[0]) if found else {}
        if session.get(BACKEND_SESSION_KEY) != _BACKEND:
            return None
        asked = {"person": session[SESSION_KEY], "code": code, "today": timezone.localdate()}
        cursor.execute(_PERSON, {**asked, **_roles(action)})
        row = cursor.fetchone()
    if row is None or not _fits(session, row[0]):
        return None
    return MapState.of(*row[1:])


def _fits(session: Mapping[str, str], password: str) -> bool:
    """Whether the session was begun with this password and the present secret key."""
    expected = User(password=password).get_session_auth_hash()
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), expected)


@cache
def _roles(action: Action) -> dict[str, list[str]]:
    reaches = PERMISSIONS[action].items()
    return {
        "county_wide": [role.value for role, reach in reaches if reach == Reach.COUNTY],
        "own": [role.value for role, reach in reaches if reach == Reach.OWN],
    }
