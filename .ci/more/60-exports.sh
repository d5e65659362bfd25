#!/usr/bin/env bash
# Exports a release of drawn pictures to every format and reads each with the programs that its
# users use. Exit 77: those programs cannot be installed here.
set -euo pipefail
work=$1/exports
python=$(.ci/python.sh 'datasets>=4' pyarrow pandas duckdb pycocotools Pillow) || exit 77
mkdir -p "$work"
./pancap synth --images 24 --size 320x240 --out "$work/pictures"
./pancap build --images "$work/pictures/images" --masks "$work/pictures/panoptic" \
  --annotations "$work/pictures/panoptic.json" --embed-images --out "$work/dataset"
./pancap verify --release "$work/dataset"
for format in llava coco-panoptic webdataset pancap-txt gcg concor panocaps; do
  ./pancap export --release "$work/dataset" --format "$format" --shard-size 10 --out "$work/$format"
  ./pancap verify --export "$work/$format"
  (cd "$work/$format" && sha256sum --quiet -c SHA256SUMS)
done
"$python" .ci/read-exports.py "$work" "$work/pictures/panoptic" 24
