"""Reads mask-pooled features with the programs of their users. Usage: read-features.py FEATURES RELEASE PRECISION"""

import glob
import json
import sys

import duckdb
import numpy
import pyarrow.parquet
from datasets import load_dataset

root, release, precision = sys.argv[1:]
said = json.load(open(f"{root}/features.json"))
files = sorted(glob.glob(f"{root}/masks/*.parquet"))
data = load_dataset("parquet", data_files=files, split="train")
assert list(data.features) == ["image_id", "mark", "is_thing", "category_id", "weight", "feature"], data.features
assert data.features["feature"].feature.dtype == precision.replace("fp", "float"), data.features
segments = duckdb.sql(f"select sum(len(segments)), count(*) from read_parquet('{release}/data/*.parquet')").fetchone()
assert len(data) == said["masks"] == segments[0] and said["images"] == segments[1], (len(data), said, segments)
vectors = numpy.array(data["feature"], dtype="float32")
assert vectors.shape == (len(data), said["dimension"]) and numpy.isfinite(vectors).all()
assert (numpy.array(data["weight"]) > 0).all()
grids = pyarrow.parquet.read_table(sorted(glob.glob(f"{root}/images/*.parquet")))
assert grids.num_rows == said["images"]
print(f"{len(data)} vectors of {said['dimension']} numbers, {precision}; {grids.num_rows} grids {grids.column_names}")
