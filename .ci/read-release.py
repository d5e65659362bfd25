"""Reads a release with the programs that its users use. Usage: read-release.py RELEASE ROWS [embedded]"""

import glob
import sys

release, rows = sys.argv[1], int(sys.argv[2])
embedded = "embedded" in sys.argv[3:]
files = sorted(glob.glob(f"{release}/data/train-*.parquet"))
assert files, f"no data files under {release}"

import datasets
import tempfile

with tempfile.TemporaryDirectory() as cache:
    data = datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
    assert len(data) == rows, (len(data), rows)
    assert isinstance(data.features["image"], datasets.Image), data.features["image"]
    first = data[0]
    image = first["image"]
    assert image.size == (first["width"], first["height"]), (image.size, first["width"], first["height"])
    for row in data.remove_columns("image"):
        marks = {segment["mark"] for segment in row["segments"]}
        assert len(marks) == row["masks"]
        named = set()
        for group in row["groups"]:
            assert row["caption"][group["start"] : group["end"]] == group["phrase"], row["image_id"]
            assert set(group["mark_ids"]) <= marks, row["image_id"]
            named |= set(group["mark_ids"])
        assert len(named) == row["masks_mentioned"], row["image_id"]
    print("datasets", datasets.__version__, len(data), "rows,", "embedded" if embedded else "by path")

import pyarrow.parquet as pq

tables = [pq.read_table(file) for file in files]
assert sum(table.num_rows for table in tables) == rows
assert all(field.nullable for field in tables[0].schema)
print("pyarrow", tables[0].schema.names)

import pandas

frame = pandas.concat(pandas.read_parquet(file) for file in files)
assert frame["image_id"].is_unique and frame["image_id"].is_monotonic_increasing
print("pandas", round(float(frame["words"].mean()), 1), "words an image")

import duckdb

count, masks = duckdb.sql(
    f"select count(*), sum(len(segments)) from read_parquet({files!r})"
).fetchone()
assert count == rows and masks == int(frame["masks"].sum())
print("duckdb", count, "rows", masks, "masks")

from pycocotools import mask as coco

checked = 0
for row in tables[0].select(["segments"]).slice(0, 200).to_pylist():
    for segment in row["segments"]:
        rle = {"size": segment["rle"]["size"], "counts": segment["rle"]["counts"].encode()}
        assert int(coco.area(rle)) == segment["area"], segment
        assert [int(v) for v in coco.toBbox(rle)] == segment["bbox"], segment
        checked += 1
print("pycocotools", checked, "masks: area and box agree")
