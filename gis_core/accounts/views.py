from typing import cast

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.accounts.forms import SignInForm
from gis_core.accounts.guessing import count_guess, is_locked
from gis_core.accounts.models import User
from gis_core.accounts.second_factor import (
    has_factor,
    make_secret,
    picture_of,
    remove_factor,
    set_factor,
)

SECRET = "second_factor_secret"  # noqa: S105  # where the session keeps it until it is set


class SignInView(LoginView):
    """Sign in; whoever is signed in already is sent on to their map."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse("home")


class SignOutView(LogoutView):
    """POST only, so that no link on another page can sign a person out."""

    http_method_names = ["post", "options"]


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """One's own codes: set up with a QR code, or taken away; both with the password."""
    who = cast(User, request.user)
    if request.method != "POST":
        return _second_factor(request, who)
    if is_locked(request, who):
        return _second_factor(request, who, _("输错次数太多，请十五分钟后重试。"))
    if not _change_factor(request, who):
        count_guess(request, who)
        return _second_factor(
            request, who, _("密码或验证码不正确，或验证码已用过。请等下一个验证码。")
        )
    request.session.pop(SECRET, None)
    return redirect("second_factor")


def _change_factor(request: HttpRequest, who: User) -> bool:
    code = request.POST.get("code", "")
    if not who.check_password(request.POST.get("password", "")):
        return False
    if has_factor(who):
        return remove_factor(who, code)
    return set_factor(who, request.session.get(SECRET) or make_secret(), code)


def _second_factor(request: HttpRequest, who: User, refusal: str = "") -> HttpResponse:
    context = {"is_set": has_factor(who), "refusal": refusal}
    if not context["is_set"]:
        secret = request.session.setdefault(SECRET, make_secret())
        context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        context["picture"] = mark_safe(picture_of(who, secret))  # noqa: S308  # drawn, not written
    response = render(
        request, "accounts/second_factor.html", context, status=422 if refusal else 200
    )
    response["Cache-Control"] = "no-store"
    return response
