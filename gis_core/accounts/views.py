from django.contrib.auth.views import LoginView, LogoutView
from django.urls import reverse

from gis_core.accounts.forms import SignInForm


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
