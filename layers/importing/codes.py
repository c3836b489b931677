"""Codes of places: 6 digits county, 3 street or town, 3 committee, 3 grid (DOMAIN 2.3, 2.4)."""

import re

from gis_core.accounts.models import Level

LENGTHS = {
    Level.COUNTY: (6,),
    Level.SUBDISTRICT: (9,),
    Level.COMMUNITY: (12,),
    Level.GRID: (15, 17),
}
# Codes given until the statistics bureau issues one begin here (precedent: CJ/T 349).
FIRST_PROVISIONAL = 601
_VILLAGE_RANGE = 200


class CodeRefused(ValueError):
    """A code cannot be that of a place of its level; the text says why."""


def read_code(text: str, level: Level, county: str) -> str:
    """A code as written in a file, checked; "" where the cell is blank.

    Trailing zeros of the full statistical code (`610827001000` for a street) are cut off.

    Raises:
        CodeRefused: wrong length, another county, or a segment out of its range.
    """
    code = re.sub(r"[\s\-.]", "", text)
    if not code:
        return ""
    if not code.isdigit() or not code.isascii():
        raise CodeRefused(f"代码“{text}”应全是数字")
    code = _cut(code, level)
    if len(code) not in LENGTHS[level]:
        lengths = "或".join(map(str, LENGTHS[level]))
        raise CodeRefused(f"代码“{text}”应为 {lengths} 位数字")
    if county and code[:6] != county:
        raise CodeRefused(f"代码“{text}”不属于本县（应以 {county} 开头）")
    if level != Level.COUNTY and not 1 <= int(code[6:9]) <= 599:
        raise CodeRefused(f"代码“{text}”的第 7–9 位应在 001–599（街道、镇、乡）")
    return code


def is_of_village(code: str) -> bool:
    """A committee code of the village range: usual where a village became a community."""
    return len(code) == 12 and _VILLAGE_RANGE <= int(code[9:12]) < FIRST_PROVISIONAL


def next_code(prefix: str, taken: set[str], first: int) -> str:
    """The first free three-digit number behind `prefix`, from `first` upwards.

    Raises:
        CodeRefused: all up to 999 are taken.
    """
    for number in range(first, 1000):
        code = f"{prefix}{number:03d}"
        if code not in taken:
            return code
    raise CodeRefused(f"{prefix} 下的编号已用完")


def _cut(code: str, level: Level) -> str:
    wanted = LENGTHS[level][0]
    if len(code) > wanted and not code[wanted:].strip("0") and level != Level.GRID:
        return code[:wanted]
    return code
