"""The people of a grid in a table's cell."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from grids.staffing.queries import GridStaff
from layers.pages.wording import NOTHING

register = template.Library()


@register.simple_tag(takes_context=True)
def people(
    context: template.Context, row: GridStaff, capacities: str | Iterable[str]
) -> SafeString:
    """Everybody of a grid in these capacities as links; of several capacities, with each one's."""
    county = context["county"].code
    alone = isinstance(capacities, str)
    wanted = {str(capacities)} if alone else {str(one) for one in capacities}
    found = [one for one in row.postings if one.capacity in wanted]
    if not found:
        return format_html("{}", NOTHING)
    return format_html_join(
        SafeString("<br>"),
        '<a href="{}">{}</a>{}',
        (
            (
                reverse("staff_person", args=[county, one.person_id]),
                one.person.name,
                "" if alone else f"（{gettext(str(one.get_capacity_display()))}）",
            )
            for one in found
        ),
    )
