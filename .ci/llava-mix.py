"""Makes a large LLaVA mix, and checks what became of it.

Usage: llava-mix.py make FILE RELEASE MEGABYTES | llava-mix.py check BASE MIX

The mix names the images of RELEASE, and others, among rows of other tasks.
"""

import glob
import json
import sys

import pyarrow.parquet

DETAIL = "<image>\nWrite a detailed description of the given image."


def turns(*texts):
    return [{"from": ("human", "gpt")[i % 2], "value": text} for i, text in enumerate(texts)]


def make(file, root, megabytes):
    files = glob.glob(f"{root}/releases/*/data/*.parquet")
    ids = [i for f in files for i in pyarrow.parquet.read_table(f, columns=["image_id"])["image_id"].to_pylist()]
    answer = "An old caption, as long as they are. " * 20
    written = row = 0
    with open(file, "w", encoding="utf-8") as out:
        out.write("[")
        while written < int(megabytes) * 1_000_000:
            image = ids[row // 5 % len(ids)] if row % 10 == 0 else 900_000_000 + row
            if row % 5 == 0:
                record = {"id": str(row), "image": f"coco/train2017/{image:012d}.jpg", "conversations": turns(DETAIL, answer)}
            else:
                record = {"id": str(row), "image": f"gqa/images/{row}.jpg", "conversations": turns("<image>\nIs it réd?", "Yes", "Why?", answer)}
            text = (", " if row else "") + json.dumps(record)
            written += out.write(text)
            row += 1
        out.write("]")
    print(f"{row} rows, {written} bytes")


def check(base, mix):
    before, after = (json.load(open(f, encoding="utf-8")) for f in (base, mix))
    assert len(before) == len(after)
    swapped = 0
    for old, new in zip(before, after):
        if old != new:
            assert old["conversations"][0] == new["conversations"][0] and old["id"] == new["id"]
            assert old["conversations"][0]["value"] == DETAIL
            swapped += 1
    counted = json.load(open(mix.replace("llava-mix.json", "export.json")))["counters"]
    assert counted["matched"] == swapped > 0 and counted["out"] == len(after), (counted, swapped)
    print(f"{len(after)} rows, {swapped} swapped, the others equal")


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
