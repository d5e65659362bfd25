"""Panoptic quality with Pillow and numpy, one process, for run-panoptic.sh.

  panoptic.py make DIR [IMAGES] [WIDTHxHEIGHT] [SEGMENTS]   writes DIR/{gt,pred}.json and DIR/{gt,pred}/*.png
  panoptic.py time DIR SECONDS                              prints pairs per second of processor time, and PQ

panopticapi itself is not on the package index, only in a git repository. This does the same work with the same
tools in the same steps as its metric does: Pillow decodes, numpy makes ids, counts the predicted ids and counts the
pairs of ids by sorting, and dictionaries do the rest. It is a re-statement of the published rules, not its code.

Needs: pip install pillow numpy
"""
import json
import os
import sys
import time
from collections import defaultdict

import numpy as np
from PIL import Image

PAIR = 1 << 24


def label_map(rng, width, height, segments):
    """A Voronoi map with wavy edges and one void cell."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = 9 * np.sin(x / 37) + 7 * np.sin(y / 23 + x / 61)
    best = np.full((height, width), np.inf, np.float32)
    ids = np.zeros((height, width), np.int64)
    for segment in range(segments + 1):
        distance = np.hypot(x + wave - rng.uniform(0, width), y - wave - rng.uniform(0, height))
        nearer = distance < best
        best[nearer] = distance[nearer]
        ids[nearer] = 0 if segment == segments else int(rng.integers(1, PAIR))
    return ids


def write(folder, name, ids, categories):
    rgb = np.stack([ids & 255, ids >> 8 & 255, ids >> 16 & 255], axis=2).astype(np.uint8)
    Image.fromarray(rgb).save(os.path.join(folder, name))
    found, areas = np.unique(ids, return_counts=True)
    return [{"id": int(i), "category_id": categories[int(i)], "iscrowd": 0, "area": int(a)}
            for i, a in zip(found, areas) if i]


def make(folder, images, size, segments):
    rng = np.random.default_rng(7)
    width, height = map(int, size.split("x"))
    names = [{"id": c, "name": f"c{c}", "isthing": int(c <= 80)} for c in range(1, 134)]
    truth, prediction = [], []
    for side in ("gt", "pred"):
        os.makedirs(os.path.join(folder, side))
    for image in range(images):
        ids = label_map(rng, width, height, segments)
        categories = {int(i): int(rng.integers(1, 134)) for i in np.unique(ids)}
        name = f"{image:012d}.png"
        moved = np.zeros_like(ids)
        moved[5:, 3:] = ids[:-5, :-3]
        for side, kept, of in (("gt", truth, ids), ("pred", prediction, moved)):
            kept.append({"image_id": image, "file_name": name,
                         "segments_info": write(os.path.join(folder, side), name, of, categories)})
    json.dump({"annotations": truth, "categories": names}, open(os.path.join(folder, "gt.json"), "w"))
    json.dump({"annotations": prediction}, open(os.path.join(folder, "pred.json"), "w"))


def ids_of(path):
    rgb = np.array(Image.open(path), dtype=np.uint32)
    return rgb[:, :, 0] + 256 * rgb[:, :, 1] + 65536 * rgb[:, :, 2]


def compare(folder, truth, prediction, sums):
    true_map = ids_of(os.path.join(folder, "gt", truth["file_name"]))
    predicted_map = ids_of(os.path.join(folder, "pred", prediction["file_name"]))
    true_segments = {s["id"]: s for s in truth["segments_info"]}
    predicted = {s["id"]: dict(s) for s in prediction["segments_info"]}
    for i, area in zip(*np.unique(predicted_map, return_counts=True)):
        if i:
            predicted[int(i)]["area"] = int(area)
    pairs = {}
    joined = true_map.astype(np.uint64) * PAIR + predicted_map.astype(np.uint64)
    for pair, pixels in zip(*np.unique(joined, return_counts=True)):
        pairs[(int(pair) // PAIR, int(pair) % PAIR)] = int(pixels)
    matched_true, matched = set(), set()
    for (g, p), both in pairs.items():
        if g not in true_segments or p not in predicted or true_segments[g]["iscrowd"]:
            continue
        category = true_segments[g]["category_id"]
        if category != predicted[p]["category_id"]:
            continue
        union = predicted[p]["area"] + true_segments[g]["area"] - both - pairs.get((0, p), 0)
        if both / union > 0.5:
            sums[category][0] += both / union
            sums[category][1] += 1
            matched_true.add(g)
            matched.add(p)
    crowds = {}
    for g, segment in true_segments.items():
        if g not in matched_true:
            if segment["iscrowd"]:
                crowds[segment["category_id"]] = g
            else:
                sums[segment["category_id"]][3] += 1
    for p, segment in predicted.items():
        if p not in matched:
            ignorable = pairs.get((0, p), 0)
            ignorable += pairs.get((crowds.get(segment["category_id"]), p), 0)
            if ignorable / segment["area"] <= 0.5:
                sums[segment["category_id"]][2] += 1


def measure(folder, seconds):
    truth = json.load(open(os.path.join(folder, "gt.json")))["annotations"]
    prediction = json.load(open(os.path.join(folder, "pred.json")))["annotations"]
    start, done = time.process_time(), 0
    while time.process_time() - start < seconds or not done:
        sums = defaultdict(lambda: [0.0, 0, 0, 0])
        for g, p in zip(truth, prediction):
            compare(folder, g, p, sums)
        done += len(truth)
    spent = time.process_time() - start
    quality = [s[0] / (s[1] + s[2] / 2 + s[3] / 2) for s in (sums[c] for c in sorted(sums)) if any(s[1:])]
    print(f"{done / spent}\t{sum(quality) / len(quality)!r}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        more = sys.argv[3:] + ["100", "640x480", "12"][len(sys.argv) - 3:]
        make(sys.argv[2], int(more[0]), more[1], int(more[2]))
    else:
        measure(sys.argv[2], float(sys.argv[3]))
