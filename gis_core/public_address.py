"""Where people reach the site from outside: for links in letters and codes on paper."""

from django.conf import settings


def link_to(path: str) -> str:
    """The whole address of a page; empty where the operator has not said where the site is."""
    base: str = settings.PUBLIC_ADDRESS
    return f"{base}{path}" if base else ""
