#!/usr/bin/env bash
# Times `pancap audit` on a data set of the size of COCONut-PanCap with planted faults.
# Usage: run-audit.sh WORKDIR [CAPTIONS]; WORKDIR/demo is made where it is missing.
set -euo pipefail
work=$1
captions=${2:-118287}
[ -f "$work/demo/out/CURRENT" ] || ./pancap demo --out "$work/demo"
[ -d "$work/audit-texts" ] ||
  ./pancap export --release "$work/demo/out" --format pancap-txt --out "$work/audit-texts" > /dev/null
[ -d "$work/audit-set" ] || python3 pancap-bench/audit_set.py make "$work/demo/pictures" \
  "$(ls "$work"/audit-texts/caption_*.tar)" "$work/audit-set" "$captions"
rm -rf "$work/audit" "$work/audit-fixed.tar"
time ./pancap audit --captions "$work/audit-set/captions.tar" --annotations "$work/audit-set/panoptic.json" \
  --masks "$work/audit-set/masks" --out "$work/audit" --fix "$work/audit-fixed.tar"
python3 pancap-bench/audit_set.py judge "$work/audit-set" "$work/audit"
