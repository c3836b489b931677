"""Which column of a hotline's list says what; headings as 12345 systems write them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from grids.staffing.rosters.columns import Column

COLUMNS = (
    Column(
        "number", gettext_noop("工单编号"),
        ("受理编号", "热线编号", "编号", "工单号", "number"), required=True,
    ),
    Column("called_at", gettext_noop("来电时间"), ("受理时间", "诉求时间", "登记时间")),
    Column("name", gettext_noop("来电人"), ("诉求人", "联系人", "姓名")),
    Column("phone", gettext_noop("联系电话"), ("来电号码", "电话", "手机号", "phone")),
    Column("category", gettext_noop("诉求类别"), ("事项分类", "问题分类", "类别", "分类"), True),
    Column("title", gettext_noop("标题"), ("诉求标题", "主题", "title")),
    Column("text", gettext_noop("诉求内容"), ("内容", "问题描述", "诉求", "text"), required=True),
    Column(
        "address", gettext_noop("发生地址"),
        ("事发地址", "诉求地址", "地址", "地点", "address"),
    ),
    Column("lon", gettext_noop("经度"), ("lon", "longitude")),
    Column("lat", gettext_noop("纬度"), ("lat", "latitude")),
    Column("urgency", gettext_noop("紧急程度"), ("紧急", "优先级", "urgency")),
)  # fmt: skip


def label_of(field: str) -> str:
    """The name of a field in the reader's language."""
    return _(next(column.label for column in COLUMNS if column.field == field))
