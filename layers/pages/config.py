"""What the scripts of all pages with a map need to know before their first request."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language


def map_config(county: str, here: str, **more: Any) -> dict[str, Any]:
    """The addresses for the county of this code; `here` is where signing in leads back to."""
    return {
        "county": county,
        "language": "en" if get_language() == "en" else "zh",
        "api": "/api",
        "tiles": f"/tiles/{county}",
        "list": reverse("unit_list", args=[county]),
        "signIn": f"{reverse('sign_in')}?next={here}",
        **more,
    }
