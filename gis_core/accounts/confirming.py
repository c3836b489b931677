"""Asking again whether it is really the person who signed in, before what cannot be undone.

The password now; whoever adds a second factor asks for it in `is_confirmed`, the one place.
"""

from gis_core.accounts.models import User


def is_confirmed(person: User, password: str) -> bool:
    """Whether this is the person's password; the account must still be one that may sign in."""
    return person.is_active and bool(password) and person.check_password(password)
