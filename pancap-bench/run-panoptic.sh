#!/usr/bin/env bash
# Panoptic quality: ours beside Pillow and numpy doing what panopticapi does, on the same generated files, one
# thread each, in turn, per second of processor time, so that what else runs on the machine matters little.
# Both print PQ, which must be equal. Prints the rates of each round and the median ratio.
#
#   pancap-bench/run-panoptic.sh [ROUNDS] [SECONDS] [IMAGES] [WIDTHxHEIGHT] [SEGMENTS]
#
# PYTHON names an interpreter that has pillow and numpy (default: python3).
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3} seconds=${2:-10} images=${3:-100} size=${4:-640x480} segments=${5:-12}
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import PIL, numpy' || {
  echo "run-panoptic.sh: $python needs pillow and numpy (set PYTHON to another)" >&2
  exit 2
}
mvn -q -B -Dfast -pl pancap-bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime >/dev/null
"$python" pancap-bench/peers/panoptic.py make "$work/data" "$images" "$size" "$segments"
classpath=pancap-bench/target/classes:$(cat "$work/classpath")
for round in $(seq "$rounds"); do
  java -Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true -cp "$classpath" \
    dev.pancap.bench.PanopticRates "$work/data" "$seconds" >"$work/ours.$round"
  "$python" pancap-bench/peers/panoptic.py time "$work/data" "$seconds" >"$work/peer.$round"
done
"$python" - "$work" "$rounds" <<'PRINT'
import statistics, sys
work, rounds = sys.argv[1], int(sys.argv[2])
read = lambda name: open(f"{work}/{name}").read().split()
ratios = []
for i in range(rounds):
    ours, peer = read(f"ours.{i + 1}"), read(f"peer.{i + 1}")
    assert abs(float(ours[1]) - float(peer[1])) < 1e-12, (ours, peer)
    ratios.append(float(ours[0]) / float(peer[0]))
    print(f"ours {float(ours[0]):6.0f} pairs/s   peer {float(peer[0]):6.0f} pairs/s   ratio {ratios[-1]:.2f}   PQ {ours[1]}")
print(f"median ratio {statistics.median(ratios):.2f}")
PRINT
