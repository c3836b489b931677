"""A photo of an order taken back, with a reason: somebody may be on it."""

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.photos.storing import remove_photo
from grids.dispatch.lifecycle import Actor
from grids.dispatch.models import Order, Photo, Withdrawal
from grids.dispatch.rights import parts_of
from grids.dispatch.services.moving import read_words
from grids.dispatch.services.photographing import kept_keys
from grids.proposals.drafting.refusals import NotYours, Refused


@transaction.atomic
def withdraw_photo(*, photo: Photo, person: User, reason: str) -> Withdrawal:
    """Take a photo back: the row stays and says why, the file goes unless another order has it.

    Raises NotYours for who neither put it there nor answers for the order, Refused without a
    reason.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=photo.order_id)
    if not may_withdraw(person, order, photo):
        text = _("照片由上传的人、街道（镇）、社区或县调度撤下，您没有这项职责。")
        raise NotYours("not_your_part", text)
    said = read_words(reason)
    if not said:
        raise Refused("reason_missing", _("撤下照片须写明理由。请填写后重新提交。"))
    row, _made = Withdrawal.objects.get_or_create(
        photo=photo, defaults={"order": order, "person": person, "reason": said}
    )
    transaction.on_commit(lambda: _remove(photo.stored))
    return row


def may_withdraw(person: User, order: Order, photo: Photo) -> bool:
    """Whether the person put it there, or answers for the order."""
    if photo.move.person_id == person.pk:
        return True
    return bool(parts_of(person, order) & {Actor.STREET, Actor.ARBITER})


def _remove(key: str) -> None:
    if not kept_keys([key]):
        remove_photo(key)
