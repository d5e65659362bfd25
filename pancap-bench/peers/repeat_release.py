"""Repeats the rows of a release until there are as many as COCO's train2017 has, with ids of their own.

    python repeat_release.py RELEASE TARGET [ROWS]     TARGET/data/*.parquet, without the pictures' bytes

Needs pyarrow.
"""

import pathlib
import sys

import pyarrow
import pyarrow.parquet

PER_FILE = 10_000

release, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2], "data")
rows = int(sys.argv[3]) if len(sys.argv) > 3 else 118_287
target.mkdir(parents=True, exist_ok=True)
files = sorted((release / "data").rglob("*.parquet"))
few = pyarrow.concat_tables([pyarrow.parquet.read_table(file) for file in files])
for number, first in enumerate(range(0, rows, PER_FILE)):
    count = min(PER_FILE, rows - first)
    table = pyarrow.concat_tables([few] * (count // few.num_rows + 1)).slice(0, count)
    ids = pyarrow.array(range(first + 1, first + count + 1), pyarrow.int64())
    table = table.set_column(table.column_names.index("image_id"), "image_id", ids)
    pyarrow.parquet.write_table(table, target / f"train-{number:05d}.parquet", compression="zstd")
print(f"{rows} rows in {target}")
