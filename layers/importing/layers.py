"""What each layer takes from a file: its fields, the names of their columns, its geometry."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
from django.db import models

from communities.basemap.models import (
    Barrier,
    Building,
    BuildingUse,
    Compound,
    Ground,
    Venue,
)
from gis_core.accounts.models import Level
from layers.importing import derive, values, vocabulary
from layers.importing.columns import Field
from layers.importing.frame import Frame

Derive = Callable[[Frame, "Options"], None]


@dataclass(frozen=True)
class Options:
    """Choices that change what rows of a layer mean."""

    paths: bool = False


@dataclass(frozen=True)
class Layer:
    """One import target.

    Args:
        name: as typed on the command line.
        label: Chinese name.
        want: stored geometry type; "" for tables.
        fields: what columns can fill.
        names: layer names it is found by in a file with several.
        model: the table, for layers of the base map.
        level: the level of territory, for places.
        geometry_optional: also takes tables without geometry.
        derive: fills fields from hints and from the geometry.
        single: a source number names one row, so that a second row with it is refused.
        shown: the field whose values are counted in the report.
    """

    name: str
    label: str
    want: str
    fields: tuple[Field, ...]
    names: tuple[str, ...] = ()
    model: type[models.Model] | None = None
    level: Level | None = None
    derive: Derive = lambda frame, options: None
    outlines: bool = False
    geometry_optional: bool = False
    single: bool = True
    shown: str = ""
    by_name: dict[str, Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({one.name: one for one in self.fields})


_REFERENCE = Field(
    "source_ref",
    "源编号",
    values.reference,
    ("id", "编号", "楼栋编号", "建筑编号", "编码", "osm_id", "osmid", "@id", "fid_1", "objectid"),
)
_NAME = Field("name", "名称", values.text_of(100), ("名字", "楼名", "道路名称", "mc", "name:zh"))
_NAME_EN = Field("name_en", "英文名称", values.text_of(120), ("name:en", "english", "英文名"))
_ADDRESS = Field(
    "address", "地址", values.text_of(200), ("addr", "门牌", "地址全称", "addr:full", "addr_str")
)
_CODE = Field("code", "代码", values.text_of(20), ("区划代码", "行政区划代码", "统计代码", "编码"))
_PARENT = Field(
    "parent",
    "上级",
    values.text_of(100),
    ("上级代码", "上级名称", "parent_code", "所属", "所属街道"),
)


def _count(name: str, label: str, *names: str) -> Field:
    return Field(name, label, values.each(values.whole_count, pa.int64()), names)


COUNTS = (
    _count("dwellings", "住宅套数", "套数", "户型数", "住房套数", "dwelling", "units", "flats"),
    _count("households_registered", "户籍户数", "户籍户", "registered"),
    _count("households_resident", "常住户数", "户数", "常住户", "households", "总户数", "实有户数"),
    _count("population", "常住人口", "人口", "人口数", "总人口", "人数", "pop", "people"),
)


def _hint(name: str, *names: str) -> Field:
    return Field(name, name, values.text_of(200), names, hint=True)


BUILDINGS = Layer(
    "buildings",
    "建筑",
    "MultiPolygon",
    (
        _REFERENCE,
        _NAME,
        _ADDRESS,
        Field(
            "use",
            "用途",
            values.each(values.word_in(vocabulary.USES, BuildingUse.UNKNOWN, "用途"), pa.string()),
            ("建筑用途", "房屋用途", "使用性质", "building", "bldg_type", "usage", "类型", "type"),
        ),
        Field(
            "floors",
            "层数",
            values.each(values.floors, pa.int64()),
            ("地上层数", "楼层", "总层数", "building:levels", "levels", "storeys", "floor"),
        ),
        Field(
            "height",
            "高度",
            values.each(values.floors_of_height, pa.int64()),
            ("建筑高度", "building:height"),
            hint=True,
        ),
        *COUNTS,
        Field("compound", "小区", values.text_of(100), ("小区名称", "所属小区"), hint=True),
    ),
    names=("buildings", "building", "建筑", "房屋", "建筑物"),
    model=Building,
    derive=derive.buildings,
    shown="use",
)

COMPOUNDS = Layer(
    "compounds",
    "小区",
    "MultiPolygon",
    (
        _REFERENCE,
        Field("name", "名称", values.text_of(100), (*_NAME.names, "小区名称"), required=True),
        _NAME_EN,
    ),
    names=("compounds", "compound", "小区"),
    model=Compound,
    derive=derive.named,
)

BARRIERS = Layer(
    "barriers",
    "分隔物",
    "MultiLineString",
    (
        _REFERENCE,
        _NAME,
        _NAME_EN,
        Field(
            "barrier_class",
            "类别",
            values.text_of(200),
            ("class", "等级", "道路等级", "类型", "type", "fclass", "kind"),
        ),
        _hint("highway"),
        _hint("railway"),
        _hint("waterway"),
        _hint("water"),
        _hint("natural"),
        _hint("barrier"),
        _hint("tunnel", "隧道"),
    ),
    names=("barriers", "barrier", "road_edges", "roads", "road", "道路", "分隔物"),
    model=Barrier,
    derive=derive.barriers,
    outlines=True,
    single=False,
    shown="barrier_class",
)

GROUND = Layer(
    "ground",
    "地面",
    "MultiPolygon",
    (
        _NAME,
        Field("kind", "类别", values.text_of(200), ("class", "类型", "type", "地类", "fclass")),
        _hint("natural"),
        _hint("water"),
        _hint("waterway"),
        _hint("landuse"),
        _hint("leisure"),
        _hint("place"),
        _hint("highway"),
    ),
    names=("ground", "water", "地面", "水系"),
    model=Ground,
    derive=derive.ground,
    single=False,
    shown="kind",
)

VENUES = Layer(
    "venues",
    "阵地",
    "Point",
    (
        _REFERENCE,
        Field("name", "名称", values.text_of(100), (*_NAME.names, "阵地名称"), required=True),
        _NAME_EN,
        _ADDRESS,
        Field(
            "area_m2",
            "建筑面积",
            values.each(values.area, pa.int64()),
            ("面积", "建筑面积（平方米）", "area"),
        ),
    ),
    names=("venues", "venue", "阵地"),
    model=Venue,
    derive=derive.named,
)


BUILDING_COUNTS = Layer(
    "building_counts",
    "逐栋户数",
    "",
    (
        Field("source_ref", "源编号", values.reference, _REFERENCE.names, required=True),
        *COUNTS,
    ),
)

AREA_COUNTS = Layer(
    "area_counts",
    "小区域户数",
    "MultiPolygon",
    (
        Field("code", "代码", values.text_of(20), ("社区代码", "网格代码", *_CODE.names)),
        Field("name", "名称", values.text_of(100), ("社区名称", "网格名称", "社区", "网格")),
        *COUNTS,
    ),
    names=("area_counts", "小区域户数"),
    geometry_optional=True,
)


def _places(name: str, label: str, level: Level, *names: str) -> Layer:
    title = Field("name", "名称", values.text_of(100), (*_NAME.names, *(f"{n}名称" for n in names)))
    own_code = Field("code", "代码", _CODE.convert, (*_CODE.names, *(f"{n}代码" for n in names)))
    fields = (own_code, title, _NAME_EN, *([] if level == Level.COUNTY else [_PARENT]))
    layer_names = (name, name.rstrip("s"), label, *names)
    return Layer(name, label, "MultiPolygon", fields, layer_names, level=level)


_ALL = (
    _places("county", "县", Level.COUNTY, "counties", "区县"),
    _places("subdistricts", "街道（镇）", Level.SUBDISTRICT, "街道", "镇", "乡镇街道"),
    _places("communities", "社区", Level.COMMUNITY, "社区"),
    _places("grids", "网格", Level.GRID, "网格"),
    COMPOUNDS,
    BUILDINGS,
    BARRIERS,
    GROUND,
    VENUES,
    BUILDING_COUNTS,
    AREA_COUNTS,
)
LAYERS = {layer.name: layer for layer in _ALL}
