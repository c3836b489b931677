"""What a client sent, as values; every argument that cannot be one is a 400 that names it."""

import datetime
import hashlib
import math

from django.contrib.gis.geos import Point
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from communities.basemap.addresses import called
from communities.territory.models import County
from gis_core.crs import GEOGRAPHIC
from layers.open311.answers import Fault

MOST_WORDS = 8
MOST_DAYS, MOST_ROWS = 90, 1000  # the limits the specification proposes


def place_of(said: QueryDict, county: County) -> tuple[Point, str]:
    """Where it is: the coordinates, else the one building of the county of this address.

    Raises Fault 400 where there is neither, or the address could mean several buildings.
    """
    address = said.get("address_string", "").replace("\x00", "").strip()
    if "lat" in said or "long" in said:
        return point_of(said), address
    if said.get("address_id"):
        raise Fault(400, "没有地址编号。请改填 lat 和 long，或 address_string。")
    if not address:
        raise Fault(400, "请填 lat 和 long（WGS84 度），或 address_string。")
    found = list(called(county, address.split()[:MOST_WORDS])[:2]) if len(address) < 200 else []
    if len(found) != 1:
        said_why = "有多处" if found else "没有找到"
        raise Fault(400, f"address_string {said_why}。请写全小区、楼栋，或改填 lat 和 long。")
    inside = found[0].inside
    return Point(inside.x, inside.y, srid=GEOGRAPHIC), address


def text_of(said: QueryDict) -> str:
    """The description; a picture elsewhere is told by its address and never fetched."""
    text = said.get("description", "").strip()
    media = said.get("media_url", "").strip()
    return f"{text}\n照片：{media}".strip() if media else text


def point_of(said: QueryDict) -> Point:
    """Longitude and latitude in degrees (WGS84 taken for CGCS2000: they differ by centimetres)."""
    try:
        lon, lat = float(str(said["long"])), float(str(said["lat"]))
    except (KeyError, ValueError) as error:
        raise Fault(400, "lat 和 long 是必填的小数（WGS84 度）。") from error
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise Fault(400, "lat 须在 -90 至 90 之间，long 须在 -180 至 180 之间。")
    return Point(lon, lat, srid=GEOGRAPHIC)


def idempotency_key(request: HttpRequest, key: int) -> str:
    """The client's own, else one of what was sent: the same request within a day is the same
    order, so that a client may send again what it got no answer to."""
    given = request.headers.get("Idempotency-Key", "")
    told = given or f"{timezone.localdate()} {sorted(request.POST.lists())}"
    return "open311-" + hashlib.sha256(f"{key} {told}".encode()).hexdigest()


def period_of(said: QueryDict) -> tuple[datetime.datetime, datetime.datetime]:
    """From start_date to end_date, ninety days at most; without them the last ninety days."""
    longest = datetime.timedelta(days=MOST_DAYS)
    end = _instant(said, "end_date")
    start = _instant(said, "start_date")
    if end is None:
        end = start + longest if start else timezone.now()
    if start is None:
        start = end - longest
    if end < start:
        raise Fault(400, "end_date 早于 start_date。")
    if end - start > longest:
        raise Fault(400, f"start_date 至 end_date 最长 {MOST_DAYS} 天。请分段查询。")
    return start, end


def whole_number(said: QueryDict, name: str, default: int, most: int) -> int:
    """A number from 1 to `most`."""
    text = said.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Fault(400, f"{name} 须是 1 至 {most} 的整数。")
    return int(text)


def _instant(said: QueryDict, name: str) -> datetime.datetime | None:
    text = said.get(name, "")
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))  # a plus that was not escaped
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1900 < found.year < 9000:
        raise Fault(400, f"{name} 须是带时区的 ISO 8601 时间，如 2026-11-01T00:00:00+08:00。")
    return found
