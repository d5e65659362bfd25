#!/usr/bin/env bash
# The demo's release, read by the programs that its users use.
set -euo pipefail
work=$1
python=$(.ci/python.sh datasets pyarrow pandas duckdb pycocotools Pillow) || exit 77
version=$(cat "$work/demo/out/CURRENT")
"$python" .ci/read-release.py "$work/demo/out/releases/$version" 200
./pancap build --images "$work/demo/pictures/images" --masks "$work/demo/pictures/panoptic" \
  --annotations "$work/demo/pictures/panoptic.json" --out "$work/embedded" --embed-images --json >/dev/null
"$python" .ci/read-release.py "$work/embedded/releases/$(cat "$work/embedded/CURRENT")" 200 embedded
