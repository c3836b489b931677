"""Whose key it is, and how often it was used."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from communities.territory.models import County
from layers.open311.answers import Fault
from layers.open311.keys import in_use
from layers.open311.models import ApiKey, Sent, digest_of

MOST_AN_HOUR = 600


def county_of(request: HttpRequest) -> County:
    """The county of jurisdiction_id, its code; where one is served it need not be named."""
    said = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id")
    counties = County.objects.filter(abolished=False)
    if said:
        found: County | None = counties.filter(code=said.replace("\x00", "")).first()
        if found is None:
            raise Fault(404, "没有这个 jurisdiction_id。请填县代码（6 位）。")
        return found
    several: list[County] = list(counties[:2])
    if len(several) != 1:
        raise Fault(400, "请填 jurisdiction_id：县代码（6 位）。")
    return several[0]


def key_of(request: HttpRequest, county: County) -> ApiKey:
    """The client's key, counted as used. Raises Fault 403 for none of this county, 429 above the
    rate, which is counted in the database: the same for all processes of the server."""
    said = request.POST.get("api_key", "") or request.GET.get("api_key", "")
    with transaction.atomic():
        keys = in_use(county).select_for_update(no_key=True)
        key = keys.filter(digest=digest_of(said)).first()
        if key is None:
            raise Fault(403, "api_key 缺失、无效、已停用或过期，或不属于这个 jurisdiction_id。")
        hour_ago = timezone.now() - timedelta(hours=1)
        Sent.objects.filter(key=key, at__lt=hour_ago).delete()
        if Sent.objects.filter(key=key).count() >= MOST_AN_HOUR:
            raise Fault(429, f"一小时内超过 {MOST_AN_HOUR} 次。请稍后再试。")
        Sent.objects.create(key=key)
        key.used_at = timezone.now()
        key.save(update_fields=["used_at"])
    return key
