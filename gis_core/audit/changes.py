"""When a trigger of the record fires: conditions that a backup brings back as well."""

import re

import pgtrigger
from django.contrib.gis.db.models import GeometryField
from django.db.models import Model


class AnyChange(pgtrigger.AnyChange):
    """Whether any of the fields changes; shapes are compared as the bytes they are stored in.

    A dump is read back without a search path. `=` of two geometries is not found then, and the
    trigger that compares them would not be made again.
    """

    def resolve(self, model: type[Model]) -> str:
        sql = str(super().resolve(model))
        for field in model._meta.fields:
            if isinstance(field, GeometryField):
                sql = re.sub(rf'\b((?:OLD|NEW)\."{field.column}")', r"\1::bytea", sql)
        return sql
