"""Who may call what: reading this file is reading the access policy.

`LoginRequiredMiddleware` guards everything not marked otherwise; which rows a signed-in
person gets is `scope_for`'s to say.
"""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
