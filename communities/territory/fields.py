"""Polygon columns as every model of the map has them: 4490, valid, indexed, ready to draw."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import IsValid, Transform
from django.contrib.postgres.indexes import GistIndex
from django.db.models import BaseConstraint, CheckConstraint, Index

from gis_core.crs import GEOGRAPHIC, WEB_MERCATOR


def shape_field(
    kind: "type[models.GeometryField[Any, Any]]" = models.MultiPolygonField,
) -> "models.GeometryField[Any, Any]":
    """The stored geometry, EPSG:4490, without Django's unnamed index (see `shape_indexes`)."""
    return kind("图形", srid=GEOGRAPHIC, spatial_index=False)


def drawn_field(
    kind: "type[models.GeometryField[Any, Any]]" = models.MultiPolygonField,
) -> models.GeneratedField:
    """The same geometry in EPSG:3857, computed by the database and stored, for tiles only."""
    return models.GeneratedField(
        expression=Transform("geom", WEB_MERCATOR),
        output_field=kind(srid=WEB_MERCATOR, spatial_index=False),
        db_persist=True,
    )


def shape_constraints(table: str) -> Sequence[BaseConstraint]:
    """The database's own gate: what is invalid or empty cannot be stored by any road."""
    return [CheckConstraint(condition=IsValid("geom"), name=f"{table}_geom_valid")]


def shape_indexes(table: str, *, drawn: bool = True) -> Sequence[Index]:
    """Named GiST indexes for asking (4490) and for drawing (3857)."""
    indexes: list[Index] = [GistIndex(fields=["geom"], name=f"{table}_geom_gist")]
    if drawn:
        indexes.append(GistIndex(fields=["geom_3857"], name=f"{table}_drawn_gist"))
    return indexes
