"""Every write names the version it saw: the row as it is now, or why not."""

from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from gis_core.refusals import Stale, VersionMissing

M = TypeVar("M", bound=Model)


def lock_seen(row: M, seen_version: int | None) -> M:
    """The row as it is now, locked.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
    """
    if seen_version is None:
        raise VersionMissing("version_missing", _("请求没有说明所依据的版本。请刷新页面后重试。"))
    rows = type(row)._default_manager.select_for_update(no_key=True)
    locked = rows.get(pk=row.pk)
    version: int = locked.version  # type: ignore[attr-defined]  # whoever asks has one
    if version != seen_version:
        text = _("“%(what)s”已被别人改过（现为第 %(version)s 版）。请刷新页面，看过后再改。")
        said = {"what": str(locked), "version": version}
        raise Stale(text % said, {"version": version})
    return locked
