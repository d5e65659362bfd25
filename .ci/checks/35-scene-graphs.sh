#!/usr/bin/env bash
# A release with scene graphs: read as JSON, exported as chains of thought and to OpenPSG, and scored against itself.
set -euo pipefail
work=$1
here=$work/graphs
mkdir -p "$here"
./pancap synth --images 30 --seed 5 --out "$here/pictures" > /dev/null
./pancap build --images "$here/pictures/images" --masks "$here/pictures/panoptic" \
  --annotations "$here/pictures/panoptic.json" --out "$here/out" --with-scene-graph --json > "$here/build.json"
./pancap export --release "$here/out" --format ccot,psg --out "$here/exports"
python3 - "$here" <<'PY'
import json, pathlib, sys
here = pathlib.Path(sys.argv[1])
chains = json.loads((here / "exports/ccot/ccot_train.json").read_text())
assert len(chains) == 30 and all(c["extended_prompt"].startswith(c["simple_prompt"]) for c in chains)
print(chains[0]["simple_prompt"], "=>", chains[0]["extended_prompt"][:400])
# The submission as OpenPSG's truth: its classes and predicates are numbered from 0.
data = json.loads((here / "exports/psg/relation.json").read_text())
assert sum(len(entry["relations"]) for entry in data) > 300
for entry in data:
    entry["segments_info"] = [{**s, "category_id": s["category_id"] - 1} for s in entry["segments_info"]]
    entry["relations"] = [[s, o, p - 1] for s, o, p in entry["relations"]]
(here / "psg.json").write_text(json.dumps({"data": data}))
PY
./pancap evaluate scene-graph --truth "$here/psg.json" --truth-masks "$here/exports/psg/panseg" \
  --predictions "$here/exports/psg/relation.json" -k 20,400 --out "$here/recall.json"
python3 - "$here" <<'PY'
import json, pathlib, sys
recall = json.loads((pathlib.Path(sys.argv[1]) / "recall.json").read_text())
assert recall["R@400"] == 1 and recall["images"] > 25, recall
PY
