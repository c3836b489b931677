"""Codes from an application on the person's phone (RFC 6238): six digits, new every 30 seconds."""

import pyotp
import segno
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gis_core.accounts.confirming import Factor
from gis_core.accounts.models import SecondFactor, User

SECONDS = 30
AROUND = (-1, 0, 1)  # steps: a clock may be half a minute off
ISSUER = "Wangge"


def make_secret() -> str:
    """A new secret, 160 bits in base 32."""
    return pyotp.random_base32()


def picture_of(person: User, secret: str) -> str:
    """The secret as a QR code for the phone, an SVG element."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.get_username(), issuer_name=ISSUER)
    return segno.make_qr(uri, error="m").svg_inline(scale=5, border=4)


def has_factor(person: User) -> bool:
    """Whether the person has set it."""
    return SecondFactor.objects.filter(user=person).exists()


def set_factor(person: User, secret: str, code: str) -> bool:
    """Set it once the phone shows the right code; False where it does not, or one is set."""
    step = _step_of(secret, code, after=0)
    if step is None:
        return False
    try:
        with transaction.atomic():
            SecondFactor.objects.create(user=person, secret=secret, last_step=step)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def remove_factor(person: User, code: str) -> bool:
    """Take it away with a right code; False where it is not right."""
    accepted = accepts(person, code)
    if accepted:
        SecondFactor.objects.filter(user=person).delete()
    return accepted


@transaction.atomic
def accepts(person: User, code: str) -> bool:
    """Whether the code is right and was not used before; it cannot be used again."""
    found = SecondFactor.objects.select_for_update().filter(user=person).first()
    step = _step_of(found.secret, code, after=found.last_step) if found else None
    if found is None or step is None:
        return False
    found.last_step = step
    found.save(update_fields=["last_step"])
    return True


def _step_of(secret: str, code: str, after: int) -> int | None:
    """The step whose code this is, None for none after the last one that was used."""
    now = int(timezone.now().timestamp()) // SECONDS
    totp = pyotp.TOTP(secret, interval=SECONDS)
    said = "".join(code.split())
    for step in (now + one for one in AROUND):
        if step > after and constant_time_compare(totp.at(step * SECONDS), said):
            return step
    return None


FACTOR = Factor(has_factor, accepts)
