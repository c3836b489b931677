"""What a page says about the person who is signed in."""

from typing import Any

from django import template
from django.utils.translation import gettext

from gis_core.accounts.models import User
from gis_core.accounts.queries import current_memberships
from gis_core.accounts.roles import Action, Role
from gis_core.accounts.scope import scope_for

register = template.Library()


@register.simple_tag
def roles_of(user: User) -> str:
    """The roles a person holds today, in the reader's language; each once."""
    held = {Role(membership.role) for membership in current_memberships(user)}
    return " · ".join(gettext(role.label) for role in Role if role in held)


@register.simple_tag(takes_context=True)
def may_see_drafts(context: Any) -> bool:
    """Whether the person who asks sees drafts anywhere."""
    return bool(scope_for(context["request"].user, Action.VIEW_DRAFT))


@register.simple_tag(takes_context=True)
def may_configure(context: Any) -> bool:
    """Whether the person who asks keeps the life-cycles of a county."""
    return bool(scope_for(context["request"].user, Action.CONFIGURE))
