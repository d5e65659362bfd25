#!/usr/bin/env bash
# Our caption metrics beside pycocoevalcap: the same files, whole programs from start to end, in turn. Prints seconds
# of wall clock and of processor time, and the greatest difference of a figure.
#
#   pancap-bench/run-captions.sh [ROUNDS] [IMAGES] [REFERENCES] [WORDS]
#
# PYTHON names an interpreter that has pycocoevalcap and numpy (default: python3). Both compute the same metrics: METEOR
# only where the peer has its jar. METRICS overrides ours.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3} images=${2:-1000} references=${3:-5} words=${4:-10}
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import pycocoevalcap, numpy' || {
  echo "run-captions.sh: $python needs pycocoevalcap and numpy (set PYTHON to another)" >&2
  exit 2
}
"$python" - pancap-eval/src/test/resources/golden/captions/ptb_tokenizer_coco_hard.json >"$work/captions.txt" <<'TEXT'
import json, sys
for row in json.load(open(sys.argv[1]))["rows"]:
    print(row["raw"].strip())
TEXT
"$python" pancap-bench/peers/captions.py make "$work/captions.txt" "$work/data" "$images" "$references" "$words"
./pancap --version >/dev/null
# The archive of classes is made in the background after a build.
while ls target/launch/*.making >/dev/null 2>&1; do sleep 0.2; done
metrics=bleu,rouge-l,cider
"$python" -c 'import pycocoevalcap.meteor.meteor' 2>/dev/null && metrics=$metrics,meteor
metrics=${METRICS:-$metrics}
TIMEFORMAT='%R %U %S'
for round in $(seq "$rounds"); do
  { time ./pancap evaluate captions --references "$work/data/references.json" \
    --candidates "$work/data/candidates.json" --metrics "$metrics" --out "$work/ours.json" >/dev/null 2>&1; } 2>"$work/ours.$round"
  { time "$python" pancap-bench/peers/captions.py score "$work/data" >"$work/peer.json" 2>/dev/null; } 2>"$work/peer.$round"
done
"$python" - "$work" "$rounds" <<'PRINT'
import json, statistics, sys
work, rounds = sys.argv[1], int(sys.argv[2])
def read(side, i):
    wall, user, system = map(float, open(f"{work}/{side}.{i + 1}").read().split())
    return wall, user + system
ours = [read("ours", i) for i in range(rounds)]
peer = [read("peer", i) for i in range(rounds)]
median = lambda values: statistics.median(values)
for k, name in enumerate(("wall clock s", "processor s")):
    print(f"{name:14} ours {median([o[k] for o in ours]):8.2f}  peer {median([p[k] for p in peer]):8.2f}"
          f"  ratio (median) {median([p[k] / o[k] for o, p in zip(ours, peer)]):6.2f}")
figures = json.load(open(f"{work}/peer.json"))
mine = json.load(open(f"{work}/ours.json"))["metrics"]
shared = [name for name in figures["figures"] if name in mine]
print("ours computed:", ", ".join(mine))
print("greatest difference of", ", ".join(shared), max(abs(figures["figures"][n] - mine[n]) for n in shared))
print("the peer ran without:", ", ".join(figures["without"]) or "nothing")
PRINT
