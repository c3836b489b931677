"""Photos of orders: put to a step in its transaction."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from gis_core.photos.storing import place_of_photo
from grids.dispatch.models import Move, Order, Photo
from grids.proposals.drafting.refusals import Refused

MOST_PHOTOS = 3  # of one step


def attach(move: Move, stored: Sequence[str]) -> None:
    """Put photos that have been stored, by their keys, to a step; a picture the order has already
    is not put there twice. Raises Refused: too many, or one that is not there (any more)."""
    if len(stored) > MOST_PHOTOS:
        raise Refused("too_many_photos", _("一次最多 %(most)s 张照片。") % {"most": MOST_PHOTOS})
    if not all(place_of_photo(key).exists() for key in stored):
        raise Refused("photo_gone", _("照片已不在服务器上。请重新选择照片后提交。"))
    rows = [Photo(order=move.order, move=move, stored=key) for key in dict.fromkeys(stored)]
    Photo.objects.bulk_create(rows, ignore_conflicts=True)


def kept_keys(keys: Collection[str]) -> set[str]:
    """Those of these photos that some order still shows."""
    rows = Photo.objects.filter(stored__in=keys, withdrawal__isnull=True)
    return set(rows.values_list("stored", flat=True))


def shown(order: Order, actions: Iterable[str] = ()) -> "list[Photo]":
    """The photos of an order with their steps, those of some actions only where any are named."""
    rows = order.photos.select_related("move__person", "withdrawal__person")
    return list(rows.filter(move__action__in=list(actions)) if actions else rows)
