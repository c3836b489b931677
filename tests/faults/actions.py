"""What is under way when something is killed: publishing, entering into force, a job.

A further action is a further class here with the same few answers (`Action`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from communities.territory.models import Edition, Place
from gis_core.jobs.models import Job
from grids.proposals.models import Suggestion, SuggestionKind
from grids.proposals.services import request_suggestion
from grids.publication.models import Publication
from tests.faults.asking import Request, activate
from tests.faults.counties import ENTRY, JOB, MERGER, STRIP, Subject
from tests.faults.packets import ask_for_papers, packets_made
from tests.faults.stage import Stage, wait_until
from tests.faults.state import Counts
from tests.faults.watching import Seen, Watch

DATABASE, WEB, ANSWERERS, WORKER = "database", "web", "answerers", "worker"
"""The answerers are the web server's processes that answer; it makes new ones by itself."""
PATIENCE_SECONDS = 90.0
_BECOME_DUE = """
    UPDATE territory_edition SET in_force_from = current_date
     WHERE county_id = %s AND status = 'scheduled'
"""


class Running(Protocol):
    """One run of an action."""

    def wait(self) -> None:
        """Wait until the program has said all it will ever say of it."""

    def acknowledged(self) -> bool:
        """Whether somebody was told that it is done, or has seen it done."""

    def is_over(self) -> bool:
        """Whether nothing more will be said."""

    def said(self) -> str:
        """What was answered, for the report."""

    def seconds(self) -> float | None:
        """How long it took, if it was done and somebody was told."""


class Action(Protocol):
    """Something that is to happen wholly or not at all, and once."""

    @property
    def name(self) -> str: ...
    @property
    def scene(self) -> str: ...
    @property
    def program(self) -> str:
        """The one that does it."""

    @property
    def victims(self) -> tuple[str, ...]: ...
    @property
    def asking(self) -> Counts:
        """The rows that asking for it adds by itself."""

    def begin(self, stage: Stage, subject: Subject, watch: Watch) -> Running:
        """Start it; returns in the moment it begins."""

    def is_inside(self, subject: Subject, seen: Seen | None) -> bool:
        """Whether it is under way, by the transaction that was seen open."""

    def is_there(self, subject: Subject) -> bool:
        """Whether its outcome is in the database."""

    def complete(self, stage: Stage, subject: Subject, there: bool) -> list[str]:
        """Ask for it again exactly as before, or wait for it; what is wrong with the answer."""


@dataclass(frozen=True)
class Activation:
    """The last move of a case, through the web: the edition is made and put in force."""

    name: str
    scene: str
    program: str = WEB
    victims: tuple[str, ...] = (ANSWERERS, DATABASE, WEB, DATABASE)
    asking: Counts = field(default_factory=dict)

    def begin(self, stage: Stage, subject: Subject, watch: Watch) -> "Asked":
        return Asked(Request(stage.address, subject))

    def is_inside(self, subject: Subject, seen: Seen | None) -> bool:
        return seen is not None and seen.writes

    def is_there(self, subject: Subject) -> bool:
        return Publication.objects.filter(proposal=subject.proposal).exists()

    def complete(self, stage: Stage, subject: Subject, there: bool) -> list[str]:
        """The same request: done now if it was not, refused as moved on if it was."""
        answer = activate(stage.address, subject)
        wanted = 409 if there else 200
        if answer.status != wanted:
            return [f"the same request again: {answer.status} for {wanted}: {answer.body}"]
        return []


@dataclass
class Asked:
    """A request of the reviewer."""

    request: Request

    def wait(self) -> None:
        self.request.wait()

    def acknowledged(self) -> bool:
        return self.request.answer is not None and self.request.answer.acknowledged

    def is_over(self) -> bool:
        return self.request.answer is not None

    def said(self) -> str:
        answer = self.request.answer
        return str(answer.status) if answer and answer.status else "none"

    def seconds(self) -> float | None:
        return self.request.seconds if self.acknowledged() else None


@dataclass(frozen=True)
class EntryIntoForce:
    """The chore of the worker on the day of a scheduled edition."""

    name: str = "entry into force"
    scene: str = ENTRY
    program: str = WORKER
    victims: tuple[str, ...] = (WORKER, DATABASE)
    asking: Counts = field(default_factory=dict)

    def begin(self, stage: Stage, subject: Subject, watch: Watch) -> "Watched":
        """The day comes; returns when the worker has taken the county's lock."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # nobody's decision
            cursor.execute(_BECOME_DUE, [subject.county])
        watch.wait_for(WORKER, lambda seen: seen.writes and "territory" in seen.query, 60.0)
        return Watched(lambda: self.is_there(subject))

    def is_inside(self, subject: Subject, seen: Seen | None) -> bool:
        return seen is not None and seen.writes

    def is_there(self, subject: Subject) -> bool:
        of_county = Edition.objects.filter(county=subject.county, number=2)
        return of_county.filter(status=Edition.Status.IN_FORCE).exists()

    def complete(self, stage: Stage, subject: Subject, there: bool) -> list[str]:
        """The worker sees to it by itself."""
        return _become(lambda: self.is_there(subject), "no worker put it in force")


@dataclass
class Watched:
    """Something that nobody is told of: it is done once it has been seen done."""

    is_done: Callable[[], bool]
    seen_done: bool = False

    def wait(self) -> None:
        """Nothing more is said."""

    def acknowledged(self) -> bool:
        self.seen_done = self.seen_done or self.is_done()
        return self.seen_done

    def is_over(self) -> bool:
        return self.seen_done

    def said(self) -> str:
        return "seen" if self.seen_done else "none"

    def seconds(self) -> float | None:
        return None


@dataclass
class BackgroundJob:
    """A job the worker takes from the queue; each of its results comes with the job's end."""

    name: str
    ask: Callable[[Subject], UUID]
    results: Callable[[UUID], int]
    asking: Counts
    scene: str = JOB
    program: str = WORKER
    victims: tuple[str, ...] = (WORKER, DATABASE)
    jobs: dict[UUID, UUID] = field(default_factory=dict)

    def begin(self, stage: Stage, subject: Subject, watch: Watch) -> Watched:
        self.jobs[subject.county] = self.ask(subject)
        return Watched(lambda: self.is_there(subject))

    def is_inside(self, subject: Subject, seen: Seen | None) -> bool:
        return self._job(subject).status == Job.Status.RUNNING

    def is_there(self, subject: Subject) -> bool:
        """Whether it is done. Raises Job.DoesNotExist where what was asked for is gone."""
        return self._job(subject).status == Job.Status.SUCCEEDED

    def complete(self, stage: Stage, subject: Subject, there: bool) -> list[str]:
        """A worker does it, this one or the next, when the lease has run out."""
        late = _become(lambda: self._job(subject).is_over, "no worker ended the job")
        job = self._job(subject)
        if late or job.status != Job.Status.SUCCEEDED:
            return [*late, f"the job is {job.status} at {job.attempts}: {job.error_text}"]
        made = self.results(job.pk)
        return [] if made == 1 else [f"the job has {made} results"]

    def _job(self, subject: Subject) -> Job:
        return Job.objects.get(pk=self.jobs[subject.county])


def _ask_the_engine(subject: Subject) -> UUID:
    place = Place.objects.get(county=subject.county, level="subdistrict")
    job = request_suggestion(kind=SuggestionKind.MERGE, place=place).job
    if job is None:
        raise LookupError("a suggestion without its job")
    return job.pk


def _alternatives(job: UUID) -> int:
    return Suggestion.objects.get(job=job).alternatives.count()


def _become(is_so: Callable[[], bool], otherwise: str) -> list[str]:
    """Wait for something; what to say when it never is."""
    return [] if wait_until(is_so, PATIENCE_SECONDS) else [otherwise]


ACTIONS: tuple[Action, ...] = (
    Activation("publish a strip", STRIP),
    Activation("publish a merger", MERGER),
    EntryIntoForce(),
    BackgroundJob("papers of a case", ask_for_papers, packets_made, {"packets_packet": 1}),
    BackgroundJob("job of the engine", _ask_the_engine, _alternatives, {"proposals_suggestion": 1}),
)
