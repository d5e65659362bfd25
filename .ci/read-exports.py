"""Reads exports with the programs of their users. Usage: read-exports.py FOLDER MASKS IMAGES [FORMAT…]

FOLDER holds an export a format, MASKS the panoptic PNGs that the release was made from.
"""

import collections
import glob
import io
import json
import pathlib
import re
import sys
import tarfile
import tempfile

import duckdb
import numpy
import pandas
from datasets import load_dataset
from PIL import Image
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

try:
    import webdataset as wds
except ImportError:
    wds = None
try:
    import panopticapi.utils
except ImportError:
    panopticapi = None
try:
    import mlcroissant
except ImportError:
    mlcroissant = None

root, masks, images = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
wanted = sys.argv[4:]
cache = tempfile.mkdtemp()


def split(folder, kind):
    """The panoptic export's names end with its split."""
    return next(folder.glob(f"{kind}_*.json")).stem


def ids(png):
    pixels = numpy.array(Image.open(png).convert("RGB")).astype(int)
    return pixels[..., 0] + 256 * pixels[..., 1] + 65536 * pixels[..., 2]


def llava():
    records = json.loads((root / "llava/llava.json").read_text())
    assert len({record["id"] for record in records}) == len(records), "ids repeat"
    kinds = collections.Counter(record["task"] for record in records)
    assert kinds["caption"] == kinds["pgc"] == kinds["t2i"] == images, kinds
    answers = collections.Counter()
    for record in records:
        turns = record["conversations"]
        assert [turn["from"] for turn in turns] == ["human", "gpt"]
        assert sum(turn["value"].count("<image>") for turn in turns) == 1, record["id"]
        if record["task"] == "pgc":
            used = set(re.findall(r"<seg\d+>", turns[1]["value"]))
            assert used == {segment["token"] for segment in record["segments"]}, record["id"]
            true = ids(masks / record["image"].replace(".jpg", ".png"))
            for segment in record["segments"]:
                decoded = coco_mask.decode(segment["segmentation"])
                assert (decoded.astype(bool) == (true == segment["segment_id"])).all()
        if "-vqa-presence" in record["id"]:
            answers[turns[1]["value"]] += 1
    assert answers["Yes"] == answers["No"] > 0, answers
    data = load_dataset("json", data_files=str(root / "llava/llava.json"), split="train", cache_dir=cache)
    assert len(data) == len(records)
    return f"{len(records)} conversations, masks equal to the pixels"


def coco_panoptic():
    folder = root / "coco-panoptic"
    panoptic = json.loads((folder / (split(folder, "panoptic") + ".json")).read_text())
    assert len(panoptic["annotations"]) == images and len(panoptic["categories"]) == 133
    segments = 0
    for annotation in panoptic["annotations"]:
        png = folder / split(folder, "panoptic") / annotation["file_name"]
        written = ids(png)
        if panopticapi:
            assert (panopticapi.utils.rgb2id(numpy.array(Image.open(png))) == written).all()
        assert (written == ids(masks / annotation["file_name"])).all(), annotation["file_name"]
        found = dict(zip(*(values.tolist() for values in numpy.unique(written, return_counts=True))))
        found.pop(0, None)
        assert found == {s["id"]: s["area"] for s in annotation["segments_info"]}, annotation["image_id"]
        segments += len(found)
    things = COCO(str(folder / (split(folder, "instances") + ".json")))
    for annotation in things.loadAnns(things.getAnnIds()):
        assert int(things.annToMask(annotation).sum()) == annotation["area"]
    captions = COCO(str(folder / (split(folder, "captions") + ".json")))
    assert len(captions.getAnnIds()) == images
    return f"{segments} segments equal to the source's pixels, {len(things.getAnnIds())} instances"


def webdataset():
    files = sorted(glob.glob(str(root / "webdataset/*.tar")))
    data = load_dataset("webdataset", data_files=files, split="train", cache_dir=cache)
    assert len(data) == images
    row = data[0]
    assert row["jpg"].size == (row["json"]["width"], row["json"]["height"])
    for file in files:
        names = tarfile.open(file).getnames()
        assert names == sorted(names) and len(set(names)) == len(names), file
    if wds:
        keys = [sample["__key__"] for sample in wds.WebDataset(files, shardshuffle=False).decode("pil")]
        assert len(keys) == len(set(keys)) == images
    return f"{len(data)} samples in {len(files)} shards"


def pancap_txt():
    tar = str(next((root / "pancap-txt").glob("caption_*.tar")))
    data = load_dataset("webdataset", data_files=tar, split="train", cache_dir=cache)
    assert len(data) == images
    for row in data:
        text = row["txt"] if isinstance(row["txt"], str) else row["txt"].decode()
        true = set(numpy.unique(ids(masks / (row["__key__"].split("/")[1] + ".png"))).tolist())
        named = {int(i) for tag in re.findall(r"<([\d,]+): [^<>]+>", text) for i in tag.split(",")}
        assert named and named <= true, row["__key__"]
    return f"{len(data)} captions, all ids in their masks"


def gcg():
    records = json.loads(next((root / "gcg").glob("gcg_*.json")).read_text())
    assert len(records) == images
    phrases = 0
    for record in records:
        for phrase, grounding in record["groundings"].items():
            start, end = grounding["token_positives"]
            assert record["caption"][start:end] == phrase
            assert all(coco_mask.area(rle) > 0 for rle in grounding["rle_masks"])
            phrases += 1
    return f"{phrases} phrases"


def concor():
    files = sorted(glob.glob(str(root / "concor/data/*.parquet")))
    data = load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
    frame = pandas.concat(pandas.read_parquet(file) for file in files)
    count = duckdb.sql(f"select count(*) from read_parquet({files!r})").fetchone()[0]
    assert len(data) == len(frame) == count == images
    for row in data:
        decoded = {int(i): coco_mask.area(rle) for i, rle in json.loads(row["masks_json"]).items()}
        for group in json.loads(row["groups_json"]):
            for (start, end), text in zip(group["char_spans"], group["text"]):
                assert row["caption"][start:end] == text
            assert set(group["instance_ids"]) <= set(decoded)
    return f"{count} rows"


def panocaps():
    captions = json.loads(next((root / "panocaps").glob("*_caption.json")).read_text())
    coco = COCO(str(next((root / "panocaps").glob("*_mask.json"))))
    assert len(captions["annotations"]) == len(captions["images"]) == images
    for caption in captions["annotations"]:
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=[caption["image_id"]]))
        assert caption["label_matched"], caption["image_id"]
        for match in caption["label_matched"]:
            assert all(coco.annToMask(annotations[i]).any() for i in match["mask_ids"])
    return f"{len(coco.getAnnIds())} masks"


def croissant(folder):
    """Every name that a record set refers to is described; the columns are those of the files."""
    text = json.loads((folder / "croissant.json").read_text())
    known = {entry["@id"] for entry in text["distribution"]}
    fields = 0
    assert len({entry["@id"] for entry in text["distribution"]}) == len(text["distribution"])
    for records in text["recordSet"]:
        for field in [leaf for f in records["field"] for leaf in f.get("subField", [f])]:
            source = field["source"]
            assert (source.get("fileSet") or source.get("fileObject"))["@id"] in known, field
            fields += 1
    for entry in text["distribution"]:
        if entry["@type"] == "cr:FileObject":
            assert (folder / entry["contentUrl"]).stat().st_size == int(entry["contentSize"].split()[0])
    assert fields > 0
    if mlcroissant:
        mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    card = (folder / "README.md").read_text().split("---")[1]
    assert "license" in card and "task_categories" in card
    return fields


for name in wanted or ["llava", "coco-panoptic", "webdataset", "pancap-txt", "gcg", "concor", "panocaps"]:
    fields = croissant(root / name)
    print(name, globals()[name.replace("-", "_")](), f"{fields} fields described", flush=True)
