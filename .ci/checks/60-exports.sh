#!/usr/bin/env bash
# Exports the demo's release, and one of the real samples where they lie beside the checkout, to
# every format, and reads each with the programs that its users use. LLaVA's mix goes through a heap
# far smaller than the file. Exit 77: those programs cannot be installed here.
set -euo pipefail
work=$1
out=$work/exports
python=$(.ci/python.sh 'datasets>=4' pyarrow pandas duckdb pycocotools Pillow) || exit 77
for package in webdataset mlcroissant panopticapi; do
  .ci/python.sh "$package" > /dev/null 2>&1 || echo "not read with $package, which cannot be had here"
done
formats="llava coco-panoptic webdataset pancap-txt gcg concor panocaps"

# exported RELEASE OUT MASKS IMAGES: to every format and back
exported() {
  ./pancap export --release "$1" --format all --shard-size 70 --out "$2" > "$2.log"
  for format in $formats; do
    (cd "$2/$format" && sha256sum --quiet -c SHA256SUMS)
  done
  "$python" .ci/read-exports.py "$2" "$3" "$4"
}

mkdir -p "$out"
exported "$work/demo/out" "$out/demo" "$work/demo/pictures/panoptic" 200
# shellcheck disable=SC2086  # a list of words
./pancap verify --export "$(printf "$out/demo/%s," $formats | sed 's/,$//')"

# Vectors of the tiny model under every mask.
./pancap features --release "$work/demo/out" --out "$out/features" \
  --model pancap-core/src/test/resources/dev/pancap/model/djl/trained --set features.longest-edge=128
"$python" .ci/read-features.py "$out/features" "$work/demo/out/releases/$(cat "$work/demo/out/CURRENT")" fp16

# A mix of 64 MB through a heap of 48 MB.
"$python" .ci/llava-mix.py make "$out/base.json" "$work/demo/out" 64
PANCAP_JAVA_OPTS=-Xmx48m ./pancap export --release "$work/demo/out" --format llava-mix \
  --base "$out/base.json" --out "$out/swapped"
"$python" .ci/llava-mix.py check "$out/base.json" "$out/swapped/llava-mix.json"
rm "$out/base.json"

# The real samples, when they are here: their licence keeps them out of the checkout.
if [ -d ../shared/data/coco-sample ]; then
  [ -f "$work/coco/CURRENT" ] && [ -f "$work/coconut-out/CURRENT" ] || bash .ci/checks/10-real-images.sh "$work"
  exported "$work/coco" "$out/coco" ../shared/data/coco-sample/panoptic 1
  exported "$work/coconut-out" "$out/coconut" "$work/coconut/masks" 1
fi
