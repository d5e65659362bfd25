#!/usr/bin/env bash
# Our masks and codecs beside Pillow and pycocotools: the same generated files, one thread each, in turn,
# per second of processor time, so that what else runs on the machine matters little. Prints the rates of the
# last round and the median ratio.
#
#   pancap-bench/run-masks.sh [ROUNDS] [SECONDS] [WIDTHxHEIGHT] [SEGMENTS]
#
# PYTHON names an interpreter that has pillow, pycocotools and numpy (default: python3).
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3} seconds=${2:-1} size=${3:-640x480} segments=${4:-12}
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import PIL, pycocotools, numpy' || {
  echo "run-masks.sh: $python needs pillow, pycocotools and numpy (set PYTHON to another)" >&2
  exit 2
}
mvn -q -B -Dfast -pl pancap-bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime >/dev/null
"$python" pancap-bench/peers/masks.py make "$work/data" 40 "$size" "$segments"
classpath=pancap-bench/target/classes:$(cat "$work/classpath")
for round in $(seq "$rounds"); do
  java -Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true -cp "$classpath" \
    dev.pancap.bench.MaskRates "$work/data" "$seconds" >"$work/ours.$round"
  "$python" pancap-bench/peers/masks.py time "$work/data" "$seconds" >"$work/peer.$round"
done
"$python" - "$work" "$rounds" <<'PRINT'
import statistics, sys
work, rounds = sys.argv[1], int(sys.argv[2])
read = lambda name: dict(line.rstrip("\n").split("\t") for line in open(f"{work}/{name}"))
ours = [read(f"ours.{i + 1}") for i in range(rounds)]
peer = [read(f"peer.{i + 1}") for i in range(rounds)]
print(f"{'work':30} {'ours /s':>12} {'peer /s':>12} {'ratio (median)':>15}")
for name in ours[0]:
    ratio = statistics.median(float(o[name]) / float(p[name]) for o, p in zip(ours, peer))
    print(f"{name:30} {float(ours[-1][name]):12,.0f} {float(peer[-1][name]):12,.0f} {ratio:15.2f}")
PRINT
