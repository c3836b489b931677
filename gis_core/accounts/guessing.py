"""Guessing a password or a code counts like guessing at sign-in, wherever it is asked for."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from gis_core.accounts.models import User


def is_locked(request: HttpRequest, person: User) -> bool:
    """Whether too many guesses were made."""
    return not AxesProxyHandler.is_allowed(request, _credentials(person))


def count_guess(request: HttpRequest, person: User) -> None:
    """Count one wrong guess."""
    user_login_failed.send(sender=__name__, credentials=_credentials(person), request=request)


def _credentials(person: User) -> dict[str, str]:
    return {"username": person.get_username()}
