"""Pillow and pycocotools on the work of dev.pancap.mask, one process, for run-masks.sh.

  masks.py make DIR [IMAGES] [WIDTHxHEIGHT] [SEGMENTS]   writes DIR/*.png, *.jpg and polygons.json
  masks.py time DIR SECONDS                              prints "name<TAB>per second of processor time" a line

Needs: pip install pillow==12.3.0 pycocotools==2.0.11 numpy
"""
import glob
import json
import os
import sys
import time

import numpy as np
from PIL import Image
from pycocotools import mask as coco


def label_map(rng, width, height, segments):
    """A weighted Voronoi map with wavy edges, about as long as hand-drawn ones; some void."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = np.zeros((height, width), np.float32)
    for scale in (70, 23, 9):
        fx, fy = rng.normal(size=2) / scale
        wave += scale / 6 * np.sin(6.28 * (x * fx + y * fy) + rng.uniform(0, 6.28))
    best = np.full((height, width), np.inf, np.float32)
    ids = np.zeros((height, width), np.int64)
    for segment in range(segments + 1):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        sx, sy = rng.uniform(0.6, 1.8, size=2)
        distance = np.hypot((x + wave - cx) * sx, (y + wave - cy) * sy)
        nearer = distance < best
        best[nearer] = distance[nearer]
        ids[nearer] = 0 if segment == segments else int(rng.integers(1, 1 << 24))
    return ids


def picture(rng, ids):
    colours = {i: rng.integers(30, 225, size=3) for i in np.unique(ids)}
    rgb = np.zeros(ids.shape + (3,), np.float32)
    for i, colour in colours.items():
        rgb[ids == i] = colour
    return np.clip(rgb + rng.normal(0, 9, size=rgb.shape), 0, 255).astype(np.uint8)


def polygon(rng, width, height):
    corners = int(rng.integers(8, 61))
    angle = np.sort(rng.uniform(0, 6.283, corners))
    radius = rng.uniform(30, 150) * rng.uniform(0.7, 1.3, corners)
    cx, cy = rng.uniform(0, width), rng.uniform(0, height)
    xy = np.stack([cx + radius * np.cos(angle), cy + radius * np.sin(angle)], 1)
    return [round(float(v), 2) for v in xy.ravel()]


def make(folder, images=40, size="640x480", segments=12):
    width, height = (int(v) for v in size.split("x"))
    rng = np.random.default_rng(20261122)
    os.makedirs(folder, exist_ok=True)
    for n in range(int(images)):
        ids = label_map(rng, width, height, int(segments))
        rgb = np.stack([ids & 255, ids >> 8 & 255, ids >> 16], -1).astype(np.uint8)
        Image.fromarray(rgb).save(f"{folder}/{n:05d}.png")
        Image.fromarray(picture(rng, ids)).save(f"{folder}/{n:05d}.jpg", quality=92)
    with open(f"{folder}/polygons.json", "w") as out:
        polygons = [polygon(rng, width, height) for _ in range(200)]
        json.dump({"width": width, "height": height, "polygons": polygons}, out)


def png_ids(path):
    rgb = np.asarray(Image.open(path), dtype=np.uint32)
    return rgb[..., 0] + 256 * rgb[..., 1] + 65536 * rgb[..., 2]


def runs_of_all(ids):
    found = np.unique(ids)
    return [coco.encode(np.asfortranarray((ids == i).astype(np.uint8))) for i in found if i]


def measure(name, seconds, items, work):
    work(items[0])
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for item in items:
            work(item)
        done += len(items)
    print(f"{name}\t{done / (time.process_time() - start):.1f}", flush=True)


def timed(folder, seconds):
    pngs = sorted(glob.glob(f"{folder}/*.png"))
    maps = [png_ids(path) for path in pngs]
    bitmaps = [(m == i).astype(np.uint8) for m in maps for i in np.unique(m) if i][:200]
    runs = [coco.encode(np.asfortranarray(b)) for b in bitmaps]
    with open(f"{folder}/polygons.json") as source:
        shapes = json.load(source)
    width, height = shapes["width"], shapes["height"]
    pairs = list(zip(runs, runs[1:]))
    groups = [runs[i : i + 12] for i in range(0, len(runs) - 12, 12)]
    measure("png to runs of all segments", seconds, pngs, lambda p: runs_of_all(png_ids(p)))
    measure("png to ids", seconds, pngs, png_ids)
    measure("ids to runs of all segments", seconds, maps, runs_of_all)
    measure(
        "encode a bitmap by rows", seconds, bitmaps, lambda b: coco.encode(np.asfortranarray(b))
    )
    measure("decode to a bitmap", seconds, runs, coco.decode)
    measure(
        "iou of a pair from strings", seconds, pairs, lambda p: coco.iou([p[0]], [p[1]], [0])
    )
    measure("union of 12", seconds, groups, coco.merge)
    measure(
        "polygon to runs",
        seconds,
        shapes["polygons"],
        lambda p: coco.frPyObjects([p], height, width),
    )
    jpgs = [open(p, "rb").read() for p in sorted(glob.glob(f"{folder}/*.jpg"))]
    from io import BytesIO

    measure("jpeg decode", seconds, jpgs, lambda j: Image.open(BytesIO(j)).convert("RGB"))
    pictures = [Image.open(BytesIO(j)).convert("RGB") for j in jpgs]
    measure(
        "jpeg encode q90", seconds, pictures, lambda p: p.save(BytesIO(), "JPEG", quality=90)
    )
    rgbs = [Image.open(p).convert("RGB") for p in pngs]
    measure("png encode", seconds, rgbs, lambda p: p.save(BytesIO(), "PNG"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"] and len(sys.argv) >= 3:
        make(*sys.argv[2:])
    elif sys.argv[1:2] == ["time"] and len(sys.argv) == 4:
        timed(sys.argv[2], float(sys.argv[3]))
    else:
        sys.exit(__doc__)
