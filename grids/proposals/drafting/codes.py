"""Codes for units that have none: the next free number below their parent, none used before."""

from collections.abc import Iterable, Iterator
from itertools import count

from django.utils.translation import gettext as _

from grids.proposals.drafting.refusals import Refused

MOST = 999
FIRST_PROVISIONAL = 601  # of a new community, until an official code is issued


def free_codes(above: str, used: Iterable[str], first: int = 1) -> Iterator[str]:
    """Codes of three more digits than `above`, from `first` on, without those ever `used`.

    A code of a place that is gone still names it in old records. Raises Refused past 999.
    """
    taken = set(used)
    for number in count(first):
        if number > MOST:
            text = _("代码 %(above)s 之下没有未用过的顺序码了。请人工指定代码。")
            raise Refused("codes_exhausted", text % {"above": above})
        if (code := f"{above}{number:03d}") not in taken:
            yield code
