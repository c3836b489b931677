"""What a case is filed and answered with: request (请示), plan (方案) and draft reply (批复)."""

from collections.abc import Mapping

from gis_core.accounts.models import Level
from grids.packets.contents.model import Contents
from grids.packets.papers import listing, saying
from grids.packets.papers.annexes import affected, checked_in_all, staffing, timetable
from grids.packets.papers.document import Document, Numbering, Paragraph
from grids.packets.papers.wording import (
    day,
    decider_of,
    itself,
    legible,
    proposer_of,
    stands_on,
    subject_of,
)

Bounds = Mapping[int, str]
"""The four bounds (四至) in words, by a unit's number in the plan."""

ANNEXES = (
    "调整方案",
    "调整前后示意图",
    "调整前后对照表",
    "四至说明",
    "改变所属的建筑清单",
    "社会稳定风险评估表",
    "公示情况",
    "征求意见情况",
    "核对清单与校验证明",
)


def request(contents: Contents) -> Document:
    """The request to the office that decides, from the office that asks."""
    head, parts = contents.head, Numbering()
    parts.say(
        f"为优化基层治理单元，根据{saying.sources(contents)}等规定，结合实际，"
        f"{itself(head)}拟订了《{head.title}》。现将有关情况请示如下。"
    )
    parts.head("基本情况")
    parts.say(saying.basics(contents))
    parts.head("存在的问题")
    parts.say(*_paragraphs(head.reason), *saying.problems(contents))
    parts.head("调整意见")
    parts.say(saying.change_in_all(contents), *saying.fates(contents, _level(contents)))
    parts.say(*saying.effects(contents), saying.households_moved(contents))
    parts.head("征求意见、风险评估和公示情况")
    parts.say(saying.consultation(contents), risk_on_record(contents))
    parts.blocks.append(Paragraph("妥否，请批示。"))
    return Document(
        key="request",
        title=f"{proposer_of(head)}关于{subject_of(head)}的请示",
        blocks=tuple(parts.blocks),
        number=saying.paper_number(contents, "请示"),
        addressee=decider_of(head),
        annexes=ANNEXES,
        signer=proposer_of(head),
        day=day(head.day),
    )


def plan(contents: Contents, bounds: Bounds) -> Document:
    """The plan itself: how it is, why it must change, by which principles, what is proposed."""
    parts = Numbering()
    parts.head("基本情况")
    parts.say(saying.basics(contents))
    parts.head("存在的问题")
    parts.say(*_paragraphs(contents.head.reason), *saying.problems(contents))
    parts.head("调整原则")
    parts.say(*saying.principles(contents))
    parts.add([listing.thresholds(contents)])
    parts.head("调整内容")
    _proposed(parts, contents, bounds)
    parts.head("人员、力量和阵地")
    parts.add([*staffing(contents), *affected(contents)])
    parts.head("实施步骤")
    parts.add([timetable(contents)])
    parts.head("核对情况")
    parts.say(checked_in_all(contents))
    parts.blocks.append(Paragraph(f"{stands_on(contents.head)}。", note=True))
    return Document("plan", contents.head.title, tuple(parts.blocks))


def _proposed(parts: Numbering, contents: Contents, bounds: Bounds) -> None:
    for level in saying.levels_of(contents):
        word = saying.WORDS[level]
        parts.subhead(f"{word}调整")
        parts.say(*saying.fates(contents, level) or [f"{word}名称和数量不变。"])
    parts.subhead("调整后的情况")
    parts.say(saying.change_in_all(contents), *saying.effects(contents))
    changed = saying.changed(contents.rows(_level(contents)))
    parts.say(*(saying.described(row, _bounds_of(row.after, bounds)) for row in changed))
    parts.subhead("划转范围")
    parts.say(saying.households_moved(contents))
    for level in saying.levels_of(contents):
        parts.add(listing.transfers(contents, level))


def _bounds_of(unit: object, bounds: Bounds) -> str:
    return bounds.get(getattr(unit, "number", 0), "")


def reply(contents: Contents, bounds: Bounds) -> Document:
    """What the office that decides may answer, drafted; number and day stay open."""
    head, parts, level = contents.head, Numbering(), _level(contents)
    number = saying.paper_number(contents, "请示")
    said = f"（{number}）" if number else ""
    parts.say(f"《关于{subject_of(head)}的请示》{said}收悉。经研究，现批复如下：")
    parts.head(f"原则同意《{head.title}》")
    parts.say(saying.change_in_all(contents, "同意将"), *saying.fates(contents, level))
    parts.head(f"调整后的{saying.WORDS[level]}")
    changed = saying.changed(contents.rows(level))
    parts.say(*(saying.described(row, _bounds_of(row.after, bounds)) for row in changed))
    parts.head("有关要求")
    parts.say(*_demands(contents))
    return Document(
        key="reply",
        title=f"{decider_of(head)}关于{subject_of(head)}的批复（代拟稿）",
        blocks=tuple(parts.blocks),
        number=saying.paper_number(contents, "批复"),
        addressee=proposer_of(head),
        signer=decider_of(head),
        day="　　　年　月　日",
    )


def _demands(contents: Contents) -> list[str]:
    """The conditions set, then what the law and the plan ask for anyway."""
    own = [f"{one.text}（理由：{one.reason}）" for one in contents.conditions]
    if contents.head.consolidates:
        own.append("依法组织居民委员会换届选举，办理印章、账户、资产和档案移交。")
    own += [
        "妥善安排撤并单位的人员、服务用房和在办事项，确保工作不断档。",
        "及时公布调整后的名称、范围、服务地点和联系方式，做好群众解释工作。",
        "按规定办理代码、地名和界线备案，更新门牌、标识和信息系统数据。",
    ]
    return [f"{number}.{text}" for number, text in enumerate(own, start=1)]


def risk_on_record(contents: Contents) -> str:
    """Which risk report is on record."""
    found = [one for one in contents.papers if one.kind == "风险评估报告"]
    if not found:
        return "社会稳定风险评估报告尚未登记。"
    one = found[-1]
    number, note = (f"（{one.number}）" if one.number else "", f"，{one.note}" if one.note else "")
    return f"已完成社会稳定风险评估，报告{number}形成于{day(one.day)}{note}。"


def _level(contents: Contents) -> Level:
    return saying.levels_of(contents)[0]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in legible(text).split("\n") if line.strip()]
