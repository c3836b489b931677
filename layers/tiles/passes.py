"""Whether a session is that of a person who may see a county's map, in one statement.

It reads everything anew at every request: signing out, a disabled account, a changed password
and a role taken away end at once. Tests hold this to `django.contrib.auth` and `scope_for`.

The person's id stands inside the signed session data, which only Python can read. So whom a
session belonged to is remembered, and the statement asks for that person; should the session's
data have become others, they are read again.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakSet

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gis_core.accounts.models import User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach
from layers.tiles.versions import STATE_OF_PLACE, MapState

_ENGINE = "django.contrib.sessions.backends.db"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_REMEMBERED = 4096

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"
# Prepared, because planning it takes four times as long as running it. $1 session, $2 person,
# $3 county, $4 today, $5 roles that reach the whole county, $6 roles that reach their own place.
_PREPARE = f"""
PREPARE map_pass (text, bigint, text, date, text[], text[]) AS
SELECT session.session_data, person.password, {STATE_OF_PLACE}
  FROM django_session session, accounts_user person, territory_place place
 WHERE session.session_key = $1 AND session.expire_date > now()
   AND person.id = $2 AND person.is_active
   AND place.level = 'county' AND place.code = $3 AND NOT place.abolished
   AND EXISTS (
           SELECT FROM accounts_membership
            WHERE user_id = person.id AND county_key = place.id
              AND since <= $4 AND (until IS NULL OR until > $4)
              AND (role = ANY($5) OR role = ANY($6) AND place_key = county_key))
"""  # noqa: S608  # our own text; what a person sends is a parameter
_EXECUTE = "EXECUTE map_pass (%s, %s, %s, %s, %s, %s)"

_prepared: WeakSet[Any] = WeakSet()  # the connections that know the statement
_owners: dict[str, "_Owner"] = {}


class _Owner(NamedTuple):
    """What signed session data say: whose session it is, and of which password."""

    data: str
    person: str
    auth_hash: str


def state_for_session(cookies: Mapping[str, str], code: str, action: Action) -> MapState | None:
    """The county's state if the session's person may perform `action` in all of the county.

    None says nothing but that this way does not know: ask Django and `scope_for`.
    """
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key or settings.SESSION_ENGINE != _ENGINE:
        return None
    with connection.cursor() as cursor:
        owner = _owners.get(key) or _read_owner(cursor, key)
        row = _ask(cursor, key, owner, code, action) if owner else None
    if owner is None or row is None or row[0] != owner.data or not _fits(owner, row[1]):
        _owners.pop(key, None)
        return None
    return MapState.of(*row[2:])


def _read_owner(cursor: CursorWrapper, key: str) -> _Owner | None:
    """Whose session it is, remembered; None where it is not plainly somebody's."""
    cursor.execute(_SESSION, [key])
    row = cursor.fetchone()
    session = SessionStore(key).decode(row[0]) if row else {}
    if session.get(BACKEND_SESSION_KEY) != _BACKEND:
        return None
    if len(_owners) >= _REMEMBERED:
        _owners.clear()
    _owners[key] = _Owner(row[0], session[SESSION_KEY], session.get(HASH_SESSION_KEY, ""))
    return _owners[key]


def _ask(cursor: CursorWrapper, key: str, owner: _Owner, code: str, action: Action) -> Any:
    if connection.connection not in _prepared:
        cursor.execute(_PREPARE)
        _prepared.add(connection.connection)
    today = timezone.localdate()
    cursor.execute(_EXECUTE, [key, owner.person, code, today, *_roles(action)])
    return cursor.fetchone()


def _fits(owner: _Owner, password: str) -> bool:
    """Whether the session was begun with this password and the present secret key."""
    expected = User(password=password).get_session_auth_hash()
    return constant_time_compare(owner.auth_hash, expected)


@cache
def _roles(action: Action) -> tuple[list[str], list[str]]:
    """The roles that may perform `action` in the whole county, and in their own place."""
    reaches = PERMISSIONS[action].items()
    county_wide = [role.value for role, reach in reaches if reach == Reach.COUNTY]
    own = [role.value for role, reach in reaches if reach == Reach.OWN]
    return county_wide, own
