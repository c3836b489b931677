"""Who may call what: reading is anyone's, sending is whose key the county issued."""

from django.contrib.auth.decorators import login_not_required
from django.urls import re_path

from layers.open311 import views

app_name = "open311"
_FORM = r"\.(?P<form>xml|json)$"

urlpatterns = [
    re_path(rf"^discovery{_FORM}", login_not_required(views.discovery), name="discovery"),
    re_path(rf"^services{_FORM}", login_not_required(views.services), name="services"),
    re_path(
        rf"^services/(?P<code>[\w-]+){_FORM}",
        login_not_required(views.definition),
        name="definition",
    ),
    re_path(rf"^requests{_FORM}", login_not_required(views.requests), name="requests"),
    re_path(
        rf"^requests/(?P<number>[^/]+){_FORM}",
        login_not_required(views.one_request),
        name="request",
    ),
    re_path(rf"^tokens/(?P<number>[^/]+){_FORM}", login_not_required(views.token), name="token"),
]
