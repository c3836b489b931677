"""The database's own gate: no table of the map is without it."""

import pytest
from django.apps import apps
from django.contrib.gis.db.models import GeometryField, PointField
from django.db import connection

COLUMNS = [
    (model._meta.db_table, field)
    for model in apps.get_models()
    if not model._meta.proxy and not model.__name__.endswith("Event")
    for field in model._meta.get_fields()
    if isinstance(field, GeometryField)
]


def ask(statement: str, *values: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def test_there_are_columns_to_look_at() -> None:
    assert {table for table, _ in COLUMNS} >= {
        "territory_boundary", "basemap_building", "basemap_cell", "proposals_alternativeunit",
    }  # fmt: skip


@pytest.mark.parametrize(("table", "field"), COLUMNS, ids=str)
def test_every_geometry_is_stored_in_cgcs2000(table: str, field: GeometryField) -> None:  # type: ignore[type-arg]  # no arguments at run time
    assert field.srid == 4490


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted({table for table, _ in COLUMNS}))
def test_every_table_of_shapes_has_a_named_index(table: str) -> None:
    indexes = ask("SELECT indexdef FROM pg_indexes WHERE tablename = %s", table)
    assert any("USING gist (geom)" in index and "_geom_gist" in index for index in indexes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", sorted({table for table, field in COLUMNS if not isinstance(field, PointField)})
)
def test_every_table_of_lines_and_polygons_refuses_invalid_ones(table: str) -> None:
    checks = ask(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'c'",
        table,
    )
    assert any("st_isvalid(geom)" in check.lower() for check in checks)
