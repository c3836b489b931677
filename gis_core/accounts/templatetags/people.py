"""What a page says about the person who is signed in."""

from django import template
from django.utils.translation import gettext

from gis_core.accounts.models import User
from gis_core.accounts.queries import current_memberships
from gis_core.accounts.roles import Role

register = template.Library()


@register.simple_tag
def roles_of(user: User) -> str:
    """The roles a person holds today, in the reader's language; each once."""
    held = {Role(membership.role) for membership in current_memberships(user)}
    return " · ".join(gettext(role.label) for role in Role if role in held)
