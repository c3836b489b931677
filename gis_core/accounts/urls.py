from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from gis_core.accounts.views import SignInView, SignOutView, second_factor

urlpatterns = [
    # Anyone.
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("set-language/", login_not_required(set_language), name="set_language"),
    # Signed in.
    path("second-factor/", second_factor, name="second_factor"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
]
