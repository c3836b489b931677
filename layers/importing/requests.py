"""What a person asks to import, and which layer and county that means."""

from dataclasses import dataclass, field
from pathlib import Path

from communities.territory.models import County
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import OPERATOR_LIMITS, Limits
from layers.importing.layers import LAYERS, Layer, Options


@dataclass(frozen=True)
class ImportRequest:
    """What a person asked to import.

    Args:
        layer: a key of `LAYERS`.
        county: six-digit code; for the layer `county` the code of a county without one.
        name: the county's name, where the file has none.
        mapping: column by field, over what is recognised.
        where: column and value of the rows to read.
        accept_partial: load the sound rows even if others are refused.
        remove_missing: delete the layer's rows of this county that the file does not have.
    """

    layer: str
    path: Path
    county: str = ""
    name: str = ""
    crs: str = ""
    swap_axes: bool = False
    encoding: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    layer_name: str = ""
    where: tuple[str, str] | None = None
    options: Options = field(default_factory=Options)
    accept_partial: bool = False
    remove_missing: bool = False
    limits: Limits = OPERATOR_LIMITS
    file_name: str = ""


def layer_of(request: ImportRequest) -> Layer:
    """The layer asked for. Raises FileRefused for an unknown one."""
    if request.layer not in LAYERS:
        names = "、".join(LAYERS)
        raise FileRefused(FileFault.LAYER, f"没有图层“{request.layer}”。可用：{names}。")
    return LAYERS[request.layer]


def find_county(code: str) -> County:
    """The county of a six-digit code. Raises FileRefused where there is none."""
    found = County.objects.filter(code=code, abolished=False).first() if code else _only_county()
    if found is None:
        raise FileRefused(FileFault.REQUEST, _no_county(code))
    return found


def lock_county(code: str) -> County:
    """The county, locked until the transaction ends: two imports into it follow each other."""
    locked: County = County.objects.select_for_update(no_key=True).get(pk=find_county(code).pk)
    return locked


def _only_county() -> County | None:
    counties = list(County.objects.filter(abolished=False)[:2])
    return counties[0] if len(counties) == 1 else None


def _no_county(code: str) -> str:
    if not code:
        return "系统里不止一个县（或还没有县）。请用 --county 指定六位区划代码。"
    return (
        f"还没有代码为 {code} 的县。请先导入县界（import_layer county 文件 --county {code}），"
        f"没有县界时用 add_county --code {code} --name 名称。"
    )
