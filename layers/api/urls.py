"""The API's addresses. Each answers 401 in JSON by itself instead of leading to a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path

from layers.api.errors import METHOD, no_such_address, refuse
from layers.api.service import api

app_name = "api"

View = Callable[..., HttpResponseBase]


def _in_our_shape(view: View) -> View:
    """The framework refuses a method in plain text; say it as everything else is said."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return (
            refuse(405, "method_not_allowed", METHOD) if response.status_code == 405 else response
        )

    return answer


def _routes() -> list[URLPattern]:
    routes = [route for route in api.urls[0] if isinstance(route, URLPattern)]
    for route in routes:
        route.callback = login_not_required(_in_our_shape(route.callback))
    return [route for route in routes if route.name != "api-root"]


urlpatterns = [*_routes(), re_path(r"^.*$", login_not_required(no_such_address))]
