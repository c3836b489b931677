import subprocess
import sys

CODE = """
import sys
import numpy as np
import pyarrow as pa
from gis_core.files.absent import keep_pandas_out
keep_pandas_out()
pa.array(np.array(["a", None], dtype=object))
print("pandas" in sys.modules)
print(pa.table({"a": [1, 2]}).to_pandas()["a"].sum())
"""


def test_arrays_do_not_bring_pandas_and_who_asks_for_it_gets_it() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "3"]
