"""Photos in forms: several in one field, kept over a form that comes back."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.files.faults import FileRefused
from gis_core.photos.storing import store_photo
from grids.dispatch.services.photographing import MOST_PHOTOS
from grids.proposals.drafting.refusals import Refused

SALT = "photos of a form"
SECONDS = 12 * 3600  # so long a form may lie about before its photos must be chosen again


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class PhotosField(forms.FileField):
    """Any number of files, of which the form looks at `MOST_PHOTOS`."""

    def __init__(self, **more: Any) -> None:
        accepted = {"accept": "image/jpeg,image/png,image/webp,image/*", "multiple": True}
        widget = _SeveralFiles(attrs=accepted)
        label = gettext_lazy("照片（可不传，最多 3 张）")
        super().__init__(required=False, widget=widget, label=label, **more)

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        files = [one for one in data or [] if one]
        if len(files) > MOST_PHOTOS:
            text = _("一次最多 %(most)s 张照片，您选了 %(now)s 张。请少选几张。")
            raise forms.ValidationError(text % {"most": MOST_PHOTOS, "now": len(files)})
        return files


class WithPhotos(forms.Form):
    """A form photos may go with. Those that were taken stay with it when it comes back: their
    keys stand in it, signed, so that nobody can name the photos of others."""

    photos = PhotosField()
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "photos"])

    def store(self) -> tuple[str, ...]:
        """The keys of all photos, stored. Raises Refused where one is not taken; the field says
        why, and those that were taken stay with the form.

        Called last, when nothing else is wrong with the form: making photos anew takes time.
        """
        keys, refused = self._kept(), False
        for file in self.cleaned_data["photos"]:
            try:
                keys.append(store_photo(file).key)
            except FileRefused as refusal:
                refused = True
                self.add_error("photos", f"{file.name}：{refusal}")
        keys = list(dict.fromkeys(keys))
        self._keep(keys[:MOST_PHOTOS])
        if len(keys) > MOST_PHOTOS:
            text = _("一次最多 %(most)s 张照片。已收到前 %(most)s 张，可直接提交。")
            self.add_error("photos", text % {"most": MOST_PHOTOS})
            refused = True
        if refused:
            raise Refused("photo_refused", _("有照片没有收下，原因见照片一栏；其他内容都在。"))
        return tuple(keys)

    @property
    def taken(self) -> int:
        """How many photos came with the form before and need not be chosen again."""
        return len(self._kept()) if self.is_bound else 0

    def _kept(self) -> list[str]:
        try:
            found: list[str] = signing.loads(
                self.data.get(self.add_prefix("kept"), ""), salt=SALT, max_age=SECONDS
            )
        except signing.BadSignature:
            return []
        return found

    def _keep(self, keys: list[str]) -> None:
        kept = signing.dumps(keys, salt=SALT)
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("kept")] = kept
        self.data = data
