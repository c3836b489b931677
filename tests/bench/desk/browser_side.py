"""What the browser's own figures cost, measured in node on what the server sent."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

from gis_core.launch.places import ROOT
from tests.bench.desk.asking import Window, must

SENT = ("ground", "shapes", "labels")


def measure_strokes(port: int, session: str, draft: str, folder: Path) -> dict[str, Any]:
    """Fetch a draft's arrays, bundle `stroke.ts` and run it on them."""
    window = Window(port, session)
    for name in SENT:
        answer = must(window.get(f"/api/drafts/{draft}/{name}"))
        zipped = answer.headers.get("Content-Encoding") == "gzip"
        (folder / name).write_bytes(gzip.decompress(answer.body) if zipped else answer.body)
    (folder / "facts.json").write_bytes(must(window.get(f"/api/drafts/{draft}")).body)
    script = folder / "stroke.mjs"
    bundle: list[str | Path] = [
        ROOT / "node_modules" / ".bin" / "esbuild", ROOT / "tests" / "bench" / "desk" / "stroke.ts",
        "--bundle", "--platform=node", "--format=esm", f"--outfile={script}", "--log-level=warning",
    ]  # fmt: skip
    subprocess.run(bundle, check=True)
    run = subprocess.run(["node", script, folder], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found
