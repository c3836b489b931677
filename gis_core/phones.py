"""Telephone numbers: read as people write them, shown to whom they concern, masked to others."""

import re
import unicodedata

from django.utils.translation import gettext as _

MOBILE = re.compile(r"1[3-9]\d{9}")
FIXED = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")
SHORT = re.compile(r"\d{7,8}|1\d{2,4}|9\d{4}")
_LOST_ZERO = re.compile(r"[1-9]\d{8,10}")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx](?!\d)")
_SPACING = re.compile(r"[\s()（）+.]")
_DASHES = re.compile(r"[‐‑–—－]")
SHOWN_HEAD, SHOWN_TAIL, SHORT_TAIL = 3, 4, 2


def read_phone(text: str) -> str:
    """A number in one form: half-width digits, no spaces, no 86 before a mobile number.

    Raises ValueError, in words for the reader, for what is no number.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = _SPACING.sub("", plain)
    if len(plain) == 13 and plain.startswith("86"):
        plain = plain[2:]
    if not plain or any(kind.fullmatch(plain) for kind in (MOBILE, FIXED, SHORT)):
        return plain
    if _LOST_ZERO.fullmatch(plain):
        raise ValueError(_("“%s”像是丢了开头的 0；请把单元格设为文本后重填") % text)
    raise ValueError(_("“%s”不是电话号码；请填 11 位手机号，或区号加号码") % text)


def mask(phone: str) -> str:
    """A number of which only the ends are told; what is too short for that, the last two."""
    if len(phone) > SHOWN_HEAD + SHOWN_TAIL:
        hidden = "*" * (len(phone) - SHOWN_HEAD - SHOWN_TAIL)
        return phone[:SHOWN_HEAD] + hidden + phone[-SHOWN_TAIL:]
    return "*" * max(len(phone) - SHORT_TAIL, 0) + phone[-SHORT_TAIL:]


def holds_identity_number(text: str) -> bool:
    """Whether there is an identity card number in a text: none is kept anywhere."""
    return _IDENTITY.search(unicodedata.normalize("NFKC", text)) is not None
