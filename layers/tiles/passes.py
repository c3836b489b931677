"""Whether a session is that of a person who may see a county's map, in one statement.

It reads everything anew at every request: signing out, a disabled account, a changed password
and a role taken away end at once. Tests hold this to `django.contrib.auth` and `scope_for`.

Whose session it is stands inside the signed session data, which only Python can read. So what
they said is remembered, with the password they were checked against: the statement asks for
that person, and counts only while both are still the same. Whatever is out of the ordinary
goes the way of all requests.
"""

from collections.abc import Mapping
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
_PERSON = "SELECT password FROM accounts_user WHERE id = %s"
# Prepared, because planning it takes four times as long as running it.
# $1 session, $2 person, $3 county, $4 today.
_PREPARE = f"""
PREPARE {{name}} (text, bigint, text, date) AS
SELECT session.session_data, person.password, {STATE_OF_PLACE}
  FROM django_session session, accounts_user person, territory_place place
 WHERE session.session_key = $1 AND session.expire_date > now()
   AND person.id = $2 AND person.is_active
   AND place.level = 'county' AND place.code = $3 AND NOT place.abolished
   AND EXISTS (
           SELECT FROM accounts_membership
            WHERE user_id = person.id AND county_key = place.id
              AND since <= $4 AND (until IS NULL OR until > $4)
              AND (role = ANY(%s::text[]) OR role = ANY(%s::text[]) AND place_key = county_key))
"""  # noqa: S608  # our own text; what a person sends is a parameter

_prepared: dict[Action, WeakSet[Any]] = {action: WeakSet() for action in Action}  # by connection
_owners: dict[str, "_Owner"] = {}


class _Owner(NamedTuple):
    """What signed session data said: whose session it is, begun with which password."""

    data: str
    person: str
    password: str


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
    if owner is None or row is None or row[:2] != (owner.data, owner.password):
        _owners.pop(key, None)
        return None
    return MapState.of(*row[2:])


def _read_owner(cursor: CursorWrapper, key: str) -> _Owner | None:
    """Whose session it is, remembered; None where it is not plainly somebody's."""
    cursor.execute(_SESSION, [key])
    found = cursor.fetchone()
    session = SessionStore(key).decode(found[0]) if found else {}
    if session.get(BACKEND_SESSION_KEY) != _BACKEND:
        return None
    cursor.execute(_PERSON, [session[SESSION_KEY]])
    person = cursor.fetchone()
    if person is None or not _fits(session, person[0]):
        return None
    if len(_owners) >= _REMEMBERED:
        _owners.clear()
    owner = _owners[key] = _Owner(found[0], session[SESSION_KEY], person[0])
    return owner


def _fits(session: Mapping[str, str], password: str) -> bool:
    """Whether the session was begun with this password and the present secret key."""
    expected = User(password=password).get_session_auth_hash()
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), expected)


def _ask(cursor: CursorWrapper, key: str, owner: _Owner, code: str, action: Action) -> Any:
    name = f"map_pass_{action.value}"
    if connection.connection not in _prepared[action]:
        cursor.execute(_PREPARE.format(name=name), _roles(action))
        _prepared[action].add(connection.connection)
    asked = (key, owner.person, code, timezone.localdate())
    cursor.execute(f"EXECUTE {name} (%s, %s, %s, %s)", asked)
    return cursor.fetchone()


def _roles(action: Action) -> tuple[list[str], list[str]]:
    """The roles that may perform `action` in the whole county, and in their own place."""
    reaches = PERMISSIONS[action].items()
    county_wide = [role.value for role, reach in reaches if reach == Reach.COUNTY]
    own = [role.value for role, reach in reaches if reach == Reach.OWN]
    return county_wide, own
