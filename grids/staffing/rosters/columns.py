"""Which column of a roster says what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.files.faults import FileFault, FileRefused
from grids.staffing.models import Roster


@dataclass(frozen=True)
class Column:
    """A field and the headings it is known by; `label` is the one exports write."""

    field: str
    label: str
    names: tuple[str, ...] = ()
    required: bool = False


_DAYS = (
    Column("document", gettext_noop("文号"), ("文件号", "依据", "document")),
    Column("since", gettext_noop("开始日期"), ("起", "任职日期", "开始", "from", "since")),
    Column("until", gettext_noop("结束日期"), ("止", "结束", "until", "to")),
)
_GRID = Column("grid", gettext_noop("网格"), ("网格代码", "网格编码", "网格名称", "grid"), True)

COLUMNS: dict[str, tuple[Column, ...]] = {
    Roster.Kind.PEOPLE: (
        _GRID,
        Column("name", gettext_noop("姓名"), ("人员", "name"), True),
        Column("number", gettext_noop("工号"), ("编号", "number", "staff number")),
        Column("unit", gettext_noop("所在单位"), ("单位", "单位名称", "home unit", "unit")),
        Column("capacity", gettext_noop("身份"), ("类别", "人员类别", "capacity"), True),
        Column("duty_phone", gettext_noop("值班电话"), ("电话", "联系电话", "duty phone", "phone")),
        Column("personal_phone", gettext_noop("个人电话"), ("手机", "手机号", "personal phone")),
        *_DAYS,
    ),
    Roster.Kind.UNITS: (
        _GRID,
        Column("unit", gettext_noop("单位名称"), ("单位", "包抓单位", "unit"), True),
        Column("kind", gettext_noop("单位类别"), ("类别", "kind")),
        Column("contact_name", gettext_noop("联络员"), ("联系人", "contact")),
        Column("contact_phone", gettext_noop("联系电话"), ("电话", "contact phone", "phone")),
        Column("duties", gettext_noop("职责"), ("包抓任务", "duties")),
        Column("address", gettext_noop("地址"), ("单位地址", "address")),
        Column("part", gettext_noop("方式"), ("包抓方式", "主协", "part"), True),
        *_DAYS,
    ),
    Roster.Kind.ITEMS: (
        Column("code", gettext_noop("编码"), ("事项编码", "代码", "code"), True),
        Column("name", gettext_noop("事项名称"), ("名称", "事项", "name"), True),
        Column("list_type", gettext_noop("清单类别"), ("类别", "清单", "list"), True),
        Column("handled_at", gettext_noop("办理层级"), ("层级", "在哪办理", "level"), True),
        Column("where", gettext_noop("办理范围"), ("适用地点", "where")),
        Column("without", gettext_noop("不办理的地点"), ("除外地点", "without")),
        Column("materials", gettext_noop("所需材料"), ("材料", "materials")),
        Column("days", gettext_noop("承诺时限"), ("时限", "办理时限", "working days")),
        Column("fee", gettext_noop("收费"), ("费用", "fee")),
        Column("basis", gettext_noop("依据"), ("法律依据", "设定依据", "basis")),
        Column("phone", gettext_noop("窗口电话"), ("电话", "联系电话", "phone")),
        Column("note", gettext_noop("说明"), ("备注", "note")),
        Column("since", gettext_noop("启用日期"), ("开始日期", "起", "since")),
        Column("until", gettext_noop("停用日期"), ("结束日期", "止", "until")),
    ),
}


def match_columns(kind: str, headings: Sequence[str]) -> dict[str, str]:
    """The heading of each field of a roster. Raises FileRefused where a needed one has none."""
    return match(COLUMNS[kind], headings)


def match(columns: Sequence[Column], headings: Sequence[str]) -> dict[str, str]:
    """The heading of each column, by its field. Raises FileRefused where a needed one has none."""
    by_key = {_key(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for column in columns:
        names = [_key(name) for name in (column.label, column.field, *column.names)]
        heading = next((by_key[name] for name in names if name in by_key), "")
        if heading and heading not in found.values():
            found[column.field] = heading
        elif column.required:
            text = _("没有“%(column)s”列。第一行应为列名；现有的列：%(columns)s。")
            said = {"column": _(column.label), "columns": "、".join(headings[:20])}
            raise FileRefused(FileFault.COLUMN, text % said)
    return found


def label_of(kind: str, field: str) -> str:
    """The name of a field in the reader's language."""
    return _(next(column.label for column in COLUMNS[kind] if column.field == field))


def _key(name: str) -> str:
    return "".join(name.split()).strip("*＊").lower()
