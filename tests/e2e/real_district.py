"""A real district from its file to a suggestion, by the very commands a newcomer types."""

import io

from django.core.management import call_command

from communities.territory.models import County
from tests.real_data import real_file

Where = tuple[str, str, str]
"""Code and name it gets, and what the file calls it."""

GULANGYU: Where = ("350299", "鼓浪屿", "Xiamen_Gulangyu")
PINGJIANG: Where = ("320599", "平江", "Suzhou_Pinjiang")


def run(command: str, *arguments: str, **options: object) -> str:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said, **options)
    return said.getvalue()


def lay_district(where: Where) -> County:
    """Imported, outlined, divided into cells, opened, and the engine asked how to divide it."""
    code, name, district = where
    file = str(real_file("cn_osm_districts", "cn_osm_districts.gpkg.zip"))
    run("add_county", code=code, name=name)
    for layer, inside in (("buildings", "buildings"), ("barriers", "road_edges")):
        run(
            "import_layer", layer, file, f"--layer-name={inside}", f"--where=district={district}",
            f"--county={code}", "--with-paths", "--commit",
        )  # fmt: skip
    run("outline_county", county=code)
    run("build_cells", county=code, here=True)
    run("open_first_edition", county=code)
    run("suggest", "divide", place=code, here=True)
    county: County = County.objects.get(code=code)
    return county
