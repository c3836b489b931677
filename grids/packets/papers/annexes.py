"""What is attached to the papers: checklist, certificate, people and places, consultation, log."""

from collections import Counter

from grids.checklist.certificates import Verified
from grids.checklist.lines import Fault, Line, Outcome
from grids.packets.contents.held import Thread
from grids.packets.contents.model import Contents
from grids.packets.papers.document import Block, Document, Paragraph, Table
from grids.packets.papers.wording import UNKNOWN, day, moment, percent
from grids.proposals.models import Alternative, SuggestionKind

STANDING = {
    Outcome.PASSED: "通过",
    Outcome.BROKEN: "提醒",
    Outcome.WAIVED: "已豁免",
    Outcome.NO_DATA: "无资料",
}


def standing_of(line: Line) -> str:
    """How a line stands, in words that need no colour."""
    return "未通过" if line.blocks else STANDING[line.outcome]


def checked_in_all(contents: Contents) -> str:
    """How many lines of the checklist stand how."""
    counts = Counter(map(standing_of, contents.lines))
    words = ("通过", "提醒", "已豁免", "未通过", "无资料")
    told = "，".join(f"{word} {counts[word]}项" for word in words if counts[word])
    return f"系统按{len(contents.lines)}项规则核对：{told}。逐项结果见核对清单。"


def checklist(contents: Contents) -> Document:
    """Every rule with its source, how it stands and who breaks it; the waivers; the certificate."""
    rows = tuple(
        (
            str(number), line.label, line.text, line.limit or UNKNOWN, line.source or UNKNOWN,
            standing_of(line), "\n".join(map(_fault, line.faults)) or UNKNOWN,
        )
        for number, line in enumerate(contents.lines, start=1)
    )  # fmt: skip
    head = ("序号", "规则", "内容", "限值", "依据", "结果", "说明")
    widths, right = (5, 11, 17, 14, 17, 8, 28), frozenset({0})
    blocks = [
        Paragraph(checked_in_all(contents)),
        Table("核对清单", head, rows, widths, right),
        *_waivers(contents),
        *_certificates(contents),
    ]
    return Document("checklist", "核对清单与校验证明", tuple(blocks), wide=True)


def _fault(fault: Fault) -> str:
    text = f"{fault.text}（无资料）" if fault.unknown else fault.text
    return f"{text}〔豁免：{fault.waiver.reason}〕" if fault.waiver else text


def _waivers(contents: Contents) -> list[Block]:
    if not contents.waivers:
        return [Paragraph("没有豁免。")]
    names = {str(row.after.number): row.name for row in contents.units if row.after}
    rows = tuple(
        (
            one.label, names.get(one.subject, one.subject) or "方案整体", one.reason, one.by,
            moment(one.at), "有效" if one.holds else "方案已改，失效",
        )
        for one in contents.waivers
    )  # fmt: skip
    head = ("规则", "对象", "理由", "豁免人", "时间", "效力")
    return [Table("豁免", head, rows, (14, 16, 34, 10, 16, 10))]


def _certificates(contents: Contents) -> list[Block]:
    if not contents.certificates:
        return [Paragraph("没有可以独立校验的引擎结果。")]
    rows = tuple(map(_certificate, contents.certificates))
    head = (
        "采用",
        "状态",
        "与最优的差距",
        "单元",
        "分区",
        "独立校验",
        "之后改动",
        "引擎与输入指纹",
    )
    widths, right = (14, 10, 10, 8, 8, 20, 10, 20), frozenset({3, 4, 6})
    return [Table("引擎结果的独立校验", head, rows, widths, right)]


def _certificate(one: Verified) -> tuple[str, ...]:
    broken = [*one.broken, *one.false, *filter(None, [one.refused])]
    found = "成立" if one.holds else f"不成立：{'、'.join(broken)}"
    stated = f"；自述未满足：{'、'.join(one.stated)}" if one.stated else ""
    return (
        f"第{one.version}步：{SuggestionKind(one.work).label}方案{one.rank}",
        str(Alternative.Status(one.status).label),
        percent(one.gap),
        str(one.units),
        str(one.parts),
        f"{found}{stated}",
        f"{one.apart}个单元",
        f"{one.engine} {one.input_hash[:16]}",
    )


def staffing(contents: Contents) -> list[Block]:
    """What the rules of staff and cover ask, and where there are too few."""
    rows = tuple(
        (
            one.label, one.needed,
            (f"{len(one.short)}处不足" if one.short else f"{one.units}处已配足")
            if one.counted else "无登记资料",
            "\n".join(one.short) or UNKNOWN, one.source,
        )
        for one in contents.staffing
    )  # fmt: skip
    head = ("项目", "要求", "现状", "不足之处", "依据")
    return [Table("人员和力量", head, rows, (16, 22, 14, 24, 24))]


def affected(contents: Contents) -> list[Block]:
    """What else comes to another unit, by kind."""
    blocks: list[Block] = []
    for label, found in contents.affected.items():
        if not found:
            blocks.append(Paragraph(f"没有随之改变所属的{label}。"))
            continue
        rows = tuple((one.name, one.before, one.after) for one in found)
        blocks.append(Table(f"改变所属的{label}", ("名称", "原属", "改属"), rows, (34, 33, 33)))
    return blocks


def timetable(contents: Contents) -> Table:
    """The steps of the case with the days each should take."""
    rows = tuple(
        (
            str(number), step.label, _days(step.days, working=step.working),
            "、".join(step.papers) or UNKNOWN, step.state,
        )
        for number, step in enumerate(contents.steps, start=1)
    )  # fmt: skip
    head = ("序号", "环节", "期限", "应有材料", "进度")
    return Table("办理环节", head, rows, (8, 32, 20, 26, 14), frozenset({0}))


def _days(days: int, *, working: bool) -> str:
    return f"{days}个{'工作日' if working else '自然日'}" if days else UNKNOWN


def consultation(contents: Contents) -> Document:
    """Every comment with its answers, the conditions, and the papers on record."""
    rows = tuple(
        (str(thread.number), thread.about, _said(thread), "待答复" if thread.open else "已答复")
        for thread in contents.threads
    )
    blocks: list[Block] = [Paragraph("没有批注意见。")]
    if rows:
        head = ("序号", "对象", "意见与答复", "状态")
        blocks = [Table("批注意见", head, rows, (7, 18, 63, 12), frozenset({0}))]
    return Document("consultation", "征求意见情况", (*blocks, *_conditions(contents)))


def _said(thread: Thread) -> str:
    return "\n".join(
        f"{'答复' if place else '意见'}（{one.author}，{one.role}，{moment(one.at)}）：{one.text}"
        for place, one in enumerate(thread.said)
    )


def _conditions(contents: Contents) -> list[Block]:
    if not contents.conditions:
        return []
    rows = tuple((one.text, one.reason, one.by, one.met or "未落实") for one in contents.conditions)
    head = ("条件", "理由", "提出人", "落实情况")
    return [Table("批复条件", head, rows, (34, 28, 12, 26))]


def record(contents: Contents) -> Document:
    """What happened to the case, step by step, and the papers on record."""
    papers = tuple(
        (one.kind, one.number or UNKNOWN, day(one.day), one.note or UNKNOWN)
        for one in contents.papers
    )
    events = tuple(
        (
            str(one.sequence), one.label, f"{one.actor}（{one.role}）" if one.role else one.actor,
            moment(one.at), one.reason or UNKNOWN, one.content_hash[:12],
        )
        for one in contents.events
    )  # fmt: skip
    blocks: list[Block] = []
    if papers:
        heads = ("文书", "文号", "日期", "说明")
        blocks.append(Table("登记的文书", heads, papers, (26, 28, 20, 26)))
    if events:
        head = ("序号", "事项", "办理人", "时间", "理由", "内容校验和")
        widths = (7, 15, 24, 20, 18, 16)
        blocks.append(Table("办理过程", head, events, widths, frozenset({0})))
    return Document("record", "办理记录", tuple(blocks) or (Paragraph("还没有送审。"),))
