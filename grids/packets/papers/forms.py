"""The forms of a case: assessment of risks to social stability, evidence of the public notice."""

from collections.abc import Iterator

from grids.packets.contents.held import NoticeHeld
from grids.packets.contents.model import Contents, Staffing
from grids.packets.papers import saying
from grids.packets.papers.document import Block, Document, Heading, Paragraph, Table
from grids.packets.papers.letters import risk_on_record
from grids.packets.papers.wording import UNKNOWN, day, proposer_of, subject_of

LEVELS = "□ 高风险　　□ 中风险　　□ 低风险"
RISKS = (
    ("居民对归属变化不理解", "公示、入户解释，设置过渡期服务点"),
    ("办事距离变远", "保留便民服务点，推行代办"),
    ("撤并单位人员安置", "逐人确定岗位后再行实施"),
    ("资产、账户、档案移交", "清点登记，双方签字，街道（镇）监交"),
    ("居民委员会届期变化", "依法组织选举，换届前由原班子履职"),
)
FORM = (22, 78)


def risk_form(contents: Contents) -> Document:
    """The form, filled in as far as the database knows; the judgement is the assessors'."""
    head = contents.head
    rows = (
        ("评估事项", f"{subject_of(head)}（《{head.title}》）"),
        ("责任单位", proposer_of(head)),
        ("评估单位", ""),
        ("涉及范围", f"{saying.change_in_all(contents)}{saying.households_moved(contents)}"),
        ("主要内容", "\n".join(saying.fates(contents, saying.levels_of(contents)[0])) or UNKNOWN),
        ("合法性", f"依据：{saying.sources(contents)}。\n评估意见："),
        ("合理性", "\n".join([*saying.effects(contents), "评估意见："])),
        ("可行性", f"{_staffing(contents)}\n评估意见："),
        ("可控性", "应急预案和责任人："),
        ("征求意见情况", saying.consultation(contents)),
        ("报告登记情况", risk_on_record(contents)),
    )
    end = (
        ("风险等级", LEVELS),
        ("评估结论", "\n"),
        ("评估人（签字）", "　　　　　　　　　　年　　月　　日"),
    )
    risks = tuple((name, "", "", means, "") for name, means in RISKS)
    heads = ("风险点", "可能性", "影响", "防范措施（建议）", "责任人")
    blocks: tuple[Block, ...] = (
        Table("一、基本情况", (), rows, FORM),
        Table("二、风险点识别", heads, risks, (26, 10, 10, 40, 14)),
        Table("三、评估结论", (), end, FORM),
        Paragraph("表中数字由系统从数据库填入；评估意见、等级和签字由评估单位填写。", note=True),
    )
    return Document("risk", "社会稳定风险评估表", blocks)


def _staffing(contents: Contents) -> str:
    known = [one for one in contents.staffing if one.counted]
    if not known:
        return "人员和力量情况：本系统尚无登记资料。"
    return "\n".join(f"{one.label}（{one.needed}）：{_enough(one)}。" for one in known)


def _enough(one: Staffing) -> str:
    return f"{len(one.short)}处不足" if one.short else "已配足"


def evidence(contents: Contents) -> Document:
    """When, where and how the public was told, what it said and what it was answered."""
    blocks: list[Block] = []
    for number, notice in enumerate(contents.notices, start=1):
        if len(contents.notices) > 1:
            blocks.append(Heading(f"第{number}次公示"))
        blocks += _notice(notice)
    if not blocks:
        blocks.append(Paragraph("这个方案尚未公示。"))
    return Document("notice", f"{subject_of(contents.head)}公示情况", tuple(blocks))


def _notice(notice: NoticeHeld) -> Iterator[Block]:
    ended = f"（{notice.note}）" if notice.note else ""
    rows = (
        ("公示标题", notice.title),
        ("受理单位", notice.office),
        ("发布渠道", notice.channel),
        ("公示期限", f"{day(notice.opens_on)}至{day(notice.closes_on)}，"
                     f"{notice.days}个{notice.day_kind}"),
        ("状态", f"{notice.state}{ended}"),
        ("地图", notice.map_review_number or "示意图"),
        ("内容校验和", notice.content_hash),
        ("收到意见", f"{notice.received}条，采纳{notice.adopted}条，不采纳 "
                     f"{notice.not_adopted}条，尚待答复{notice.owed}条"),
    )  # fmt: skip
    yield Table("公示情况", (), rows, FORM)
    if notice.objections:
        said = tuple(
            (str(one.number), one.text or "（不公开）", one.outcome or "待答复", one.answer)
            for one in notice.objections
        )
        heads = ("序号", "意见", "处理", "理由")
        yield Table("意见及答复", heads, said, (8, 42, 12, 38), frozenset({0}))
