import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from communities.territory.finding import place_by_code
from grids.division.cell_table import read_cell_table
from grids.partitioning import write_problem
from grids.proposals.models import SuggestionKind
from grids.proposals.posing import in_names, pose_dividing, pose_merging
from grids.proposals.services import SuggestionRefused, unasked_suggestion


class Command(BaseCommand):
    help = "Write what `suggest` would ask the engine, as a PROBLEM document for its command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=SuggestionKind.values)
        parser.add_argument("file", type=Path, help="PROBLEM.json to write")
        parser.add_argument(
            "--place", required=True, help="code of a county, subdistrict, community"
        )

    def handle(self, *, kind: str, file: Path, place: str, **options: Any) -> None:
        try:
            suggestion = unasked_suggestion(kind=SuggestionKind(kind), place=place_by_code(place))
        except SuggestionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        pose = pose_merging if suggestion.kind == SuggestionKind.MERGE else pose_dividing
        table = read_cell_table(suggestion.cell_set, suggestion.rule_set)
        problem = in_names(pose(suggestion, table))
        try:
            text = json.dumps(write_problem(problem), ensure_ascii=False, indent=1)
            file.write_text(text + "\n", "utf-8")
        except OSError as error:
            raise CommandError(f"无法写入 {file}：{error.strerror}。") from error
        self.stdout.write(
            f"{file}：{problem.size} 个单元，{len(problem.edges)} 条界线。\n"
            f"python -m grids.partitioning {kind} {file} RESULT.json\n"
            f"python -m grids.partitioning check {file} RESULT.json"
        )
