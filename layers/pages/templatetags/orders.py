"""Whether a page leads on to orders."""

from typing import Any

from django import template

from layers.pages.orders.rooms import may_see_orders

register = template.Library()


@register.simple_tag(takes_context=True)
def orders_concern(context: Any) -> bool:
    """Whether orders of the page's county concern the person who asks."""
    user = context["request"].user
    return user.is_authenticated and may_see_orders(user, context["county"])
