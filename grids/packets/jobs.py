"""The job that makes a packet: everything or nothing, however often it is killed."""

import shutil
from typing import Any

from django.utils import translation

from gis_core.jobs.context import JobCancelled, JobContext, JobFailed, LeaseLost
from gis_core.launch.system import PAPERS
from grids.packets.contents.queries import LANGUAGE
from grids.packets.contents.stamps import stamps_of
from grids.packets.making import PHASES, make_files
from grids.packets.models import Packet
from grids.packets.papers.pdf import NotPrinted
from grids.packets.services import write_down
from grids.packets.storing import path_of, store, sweep
from grids.proposals.models import Proposal

MISSING = "缺少{what}，不能打印报批材料。请系统管理员安装 {packages} 后重新生成。"
MOVED_ON = "方案或办理记录在生成期间有变化。请重新生成。"
NOT_PRINTED = "PDF 排版没有完成（{why}）。请重新生成；若再次失败，请联系系统管理员。"
RELATED = ("county", "place", "edition", "rule_set", "cell_set", "author")


def make(context: JobContext, *, packet: str) -> dict[str, Any] | None:
    """Make the files of a packet that was asked for, and write them down as the job ends."""
    refuse_where_nothing_prints()
    wanted = Packet.objects.get(pk=packet)
    wanted.proposal = Proposal.objects.select_related(*RELATED).get(pk=wanted.proposal_id)
    sweep(packet, wanted.content_hash)
    _refuse_another_state(wanted)

    def begin(phase: str) -> None:
        context.progress(PHASES.index(phase), len(PHASES), phase)

    with translation.override(LANGUAGE):
        try:
            files = make_files(wanted, begin, context.stop_if_asked)
        except NotPrinted as error:
            raise JobFailed("not_printed", NOT_PRINTED.format(why=error)) from error
    _refuse_another_state(wanted)
    _keep(context, wanted, files)
    return None


def _keep(context: JobContext, wanted: Packet, files: dict[str, bytes]) -> None:
    """The files first, the row that names them in the transaction that ends the job."""
    folder = f"{wanted.content_hash}/{wanted.pk}-{context.attempt}"
    stored = store(files, folder)
    try:
        with context.publish() as result:
            result.update(write_down(wanted, folder, stored))
    except (JobCancelled, LeaseLost):  # of any other end nobody knows whether it was written
        shutil.rmtree(path_of(folder, ""), ignore_errors=True)
        raise


def _refuse_another_state(wanted: Packet) -> None:
    proposal = Proposal.objects.select_related(*RELATED).get(pk=wanted.proposal_id)
    if stamps_of(proposal) != (wanted.content_hash, wanted.record_hash):
        raise JobFailed("moved_on", MOVED_ON)


def refuse_where_nothing_prints() -> None:
    """Raises JobFailed where the libraries or the fonts are not there."""
    missing = [each for each in PAPERS if not each.is_there()]
    if missing:
        packages = " ".join(name for each in missing for name in each.packages)
        what = "、".join(each.zh for each in missing)
        raise JobFailed("nothing_to_print_with", MISSING.format(what=what, packages=packages))
