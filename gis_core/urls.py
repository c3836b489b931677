"""Who may call what: reading this file is reading the access policy.

`LoginRequiredMiddleware` guards everything not marked otherwise; which rows a signed-in
person gets is `scope_for`'s to say.
"""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Signed in, and only the counties of the person's own map; 401 instead of a way to sign in.
    path("tiles/", include("layers.tiles.urls")),
    path("api/", include("layers.api.urls")),
    # Other systems: anyone reads states of requests, a county's key sends and reads texts.
    path("open311/v2/", include("layers.open311.urls")),
    # Each room says who may call what: sign-in and health anyone, the rest whoever is signed in.
    path("", include("gis_core.accounts.urls")),
    path("", include("layers.pages.urls")),
]
