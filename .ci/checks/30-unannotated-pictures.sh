#!/usr/bin/env bash
# A folder of plain JPEGs becomes a checked grounded-caption release in one command, and scores PQ 1.0.
set -euo pipefail
work=$1
# Twelve pictures, their truth, and a network that knows their tones, written by a test.
mvn -q -B -ntp -Dfast -pl pancap-core test -Dtest=FlatScenesTest -Dpancap.flat-scenes="$work/flat" \
  -Dsurefire.failIfNoSpecifiedTests=false
flat=$work/flat

./pancap build --images "$flat/images" --segment-with "$flat/segmenter" --out "$flat/release" --json \
  > "$flat/build.json"
./pancap export --release "$flat/release" --format coco-panoptic --out "$flat/coco"
./pancap evaluate panoptic --truth "$flat/truth.json" --truth-masks "$flat/truth" \
  --predictions "$flat/coco/panoptic_train.json" --out "$flat/pq.json"
./pancap build --images "$flat/images" --masks "$flat/truth" --annotations "$flat/truth.json" \
  --out "$flat/annotated" --json > /dev/null
./pancap evaluate pgc --truth "$flat/annotated" --predictions "$flat/release" --out "$flat/pgc.json"
# The second night neither runs the network nor asks the model.
files() { find "$flat/release/segmented" -name '*.jsonl.gz' | wc -l; }
before=$(files)
./pancap build --images "$flat/images" --segment-with "$flat/segmenter" --out "$flat/release" --json \
  > "$flat/again.json"
[ "$(files)" = "$before" ] || { echo "the network ran again"; exit 1; }

python3 - "$flat" <<'PY'
import json, pathlib, sys
read = lambda name: json.loads((pathlib.Path(sys.argv[1]) / name).read_text())
build, again, pq, pgc = map(read, ["build.json", "again.json", "pq.json", "pgc.json"])
assert build["published"] == build["in"] == 12, build
assert pq["all"]["pq"] == 1, pq["all"]
# Words do not always tell the class of a phrase; the masks are the same, the wording need not be.
assert pgc["all"]["sq"] == 1 and pgc["all"]["pq"] > 0.9 and pgc["captions"]["bleu_4"] > 0.5, pgc
assert again["requests"] == 0 and not again["changed"], again
PY
