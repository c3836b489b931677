"""What is sent about a list of the hotline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grids.dispatch.models import Category
from layers.pages.orders.forms import Named, Versioned

LARGEST_FILE = 5 * 2**20
WORD, PLACE = "word-", "place-"


class ListForm(forms.Form):
    """A list as the hotline's system exports it."""

    file = forms.FileField(label=_("热线清单（XLSX 或 CSV）"), allow_empty_file=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过 5 MB。请按日期拆分后上传。"))
        return file


class ApplyListForm(Versioned):
    """Whether rows that cannot be taken are left out."""

    leave_out_refused = forms.BooleanField(label=_("略过不能导入的行"), required=False)


class SettleForm(Versioned):
    """A category for each word the county does not know yet, a place for each row without one."""

    def __init__(
        self,
        sent: Any,
        *,
        version: int,
        unknown: Sequence[str],
        lines: Mapping[int, Mapping[str, Any]],
        written: Mapping[str, str],
        categories: "QuerySet[Category]",
    ) -> None:
        super().__init__(sent, initial={"version": version})
        self.unknown, self.lines = unknown, lines
        for number, word in enumerate(unknown):
            self.fields[f"{WORD}{number}"] = Named(label=word, queryset=categories, required=False)
        for row in lines:
            self.fields[f"{PLACE}{row}"] = forms.CharField(
                label=_("第 %s 行在哪里") % row,
                max_length=80,
                required=False,
                initial=written.get(str(row), ""),
                widget=forms.TextInput(attrs={"list": f"may-be-{row}"}),
            )

    @property
    def word_fields(self) -> Iterator[Any]:
        return (self[name] for name in self.fields if name.startswith(WORD))

    @property
    def place_fields(self) -> Iterator[tuple[int, Mapping[str, Any], Any]]:
        """Each row to be placed with what was found for it and the field."""
        return ((row, line, self[f"{PLACE}{row}"]) for row, line in self.lines.items())

    def words(self) -> dict[str, Category]:
        chosen = ((word, self.cleaned_data[f"{WORD}{n}"]) for n, word in enumerate(self.unknown))
        return {word: category for word, category in chosen if category is not None}

    def places(self) -> dict[int, str]:
        return {row: self.cleaned_data[f"{PLACE}{row}"] for row in self.lines}
