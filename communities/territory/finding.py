"""Places by their codes, for command lines."""

from django.core.management import CommandError

from communities.territory.models import County, Place


def county_by_code(code: str) -> County:
    """The county with this code. Raises CommandError naming the counties there are."""
    try:
        found: County = County.objects.get(code=code)
    except County.DoesNotExist as error:
        known = "、".join(f"{one.code} {one.name}" for one in County.objects.all()) or "无"
        raise CommandError(f"没有代码为 {code} 的县。现有：{known}。") from error
    return found


def place_by_code(code: str) -> Place:
    """The place with this code that is not abolished. Raises CommandError."""
    try:
        found: Place = Place.objects.get(code=code, abolished=False)
    except Place.DoesNotExist as error:
        raise CommandError(f"没有代码为 {code} 的区划单位。请核对 6/9/12/15 位代码。") from error
    return found
