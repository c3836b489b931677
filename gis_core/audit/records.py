"""Which tables are the record: all that pghistory writes, and what apps add to it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

_MODELS: dict[str, str] = {}


@dataclass(frozen=True)
class Record:
    """A table to which rows are only added, numbered by its key in the order they came; `time`
    is the column that says when."""

    table: str
    key: str
    time: str
    columns: tuple[str, ...]


def register_record(label: str, time: str) -> None:
    """Say that rows of the model `label` ("app.Model") are only ever added, at `time`."""
    _MODELS[label] = time


def records() -> list[Record]:
    """All tables of the record, by name."""
    events = [one for one in apps.get_models() if issubclass(one, Event)]
    found = [_record(one, "pgh_created_at") for one in events]
    found += [_record(apps.get_model(label), time) for label, time in _MODELS.items()]
    return sorted(found, key=lambda record: record.table)


def _record(model: type[Model], time: str) -> Record:
    meta = model._meta
    columns = sorted(str(field.column) for field in meta.concrete_fields)
    return Record(meta.db_table, str(meta.pk.column), time, tuple(columns))
