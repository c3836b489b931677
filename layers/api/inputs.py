"""What may stand in an address: everything else is refused before any row is read."""

from typing import Annotated

from ninja import Path, Query
from pydantic import AfterValidator, StringConstraints

from gis_core.accounts.models import Level

LARGEST_KEY = 2**63 - 1
LONGEST_SEARCH = 60


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters")
    return text


CountyCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Path()]
Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
UnitLevel = Annotated[Level, Query()]
SearchText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SEARCH),
    AfterValidator(_printable),
    Query(),
]
