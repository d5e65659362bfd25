#!/usr/bin/env bash
# Builds the dataset from the real samples when they lie beside the checkout (their licence keeps
# them out of it), and fails if an image is lost. Exit 77: nothing to build from.
set -euo pipefail
work=$1
data=../shared/data
[ -d "$data/coco-sample" ] && [ -d "$data/coconut-sample" ] || {
  echo "no $data: the real images are not here"
  exit 77
}

expect() { # expect FILE KEY VALUE: the summary says so
  python3 - "$@" <<'PY'
import json, sys
file, key, value = sys.argv[1:]
summary = json.load(open(file))
if summary[key] != int(value):
    sys.exit(f"{file}: {key} is {summary[key]}, expected {value}: {summary}")
PY
}

./pancap build --images "$data/coco-sample/images" --masks "$data/coco-sample/panoptic" \
  --annotations "$data/coco-sample/panoptic.json" --out "$work/coco" --json > "$work/coco.json"
cat "$work/coco.json"
expect "$work/coco.json" in 1
expect "$work/coco.json" published 1

# COCONut as its downloader writes it: COCO's layout, small ids, isthing per segment, no color.
mkdir -p "$work/coconut/images" "$work/coconut/masks"
cp "$data/coconut-sample/demo_image.jpg" "$work/coconut/images/000000000001.jpg"
cp "$data/coconut-sample/demo_mask.png" "$work/coconut/masks/000000000001.png"
python3 - "$data/coconut-sample" "$work/coconut" <<'PY'
import json, pathlib, struct, sys
source, target = map(pathlib.Path, sys.argv[1:])
segments = json.loads((source / "demo_segments_info.json").read_text())
width, height = struct.unpack(">II", (source / "demo_mask.png").read_bytes()[16:24])
ids = sorted({segment["category_id"] for segment in segments})
(target / "panoptic.json").write_text(json.dumps({
    "images": [{"id": 1, "file_name": "000000000001.jpg", "width": width, "height": height}],
    "annotations": [{"image_id": 1, "file_name": "000000000001.png", "segments_info": segments}],
    "categories": [{"id": i, "name": str(i), "isthing": int(any(
        s["isthing"] for s in segments if s["category_id"] == i))} for i in ids]}))
PY
./pancap build --images "$work/coconut/images" --masks "$work/coconut/masks" \
  --annotations "$work/coconut/panoptic.json" --out "$work/coconut-out" --json > "$work/coconut.json"
cat "$work/coconut.json"
expect "$work/coconut.json" published 1

# The second build asks nothing.
./pancap build --images "$data/coco-sample/images" --masks "$data/coco-sample/panoptic" \
  --annotations "$data/coco-sample/panoptic.json" --out "$work/coco" --json > "$work/coco-again.json"
expect "$work/coco-again.json" requests 0
