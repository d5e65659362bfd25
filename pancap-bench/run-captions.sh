#!/usr/bin/env bash
# Our caption metrics beside pycocoevalcap: the same files, whole programs from start to end, in turn. Prints seconds
# of wall clock and of processor time, and the greatest difference of a figure.
#
#   pancap-bench/run-captions.sh [ROUNDS] [IMAGES] [REFERENCES] [WORDS]
#
# PYTHON names an interpreter (default: python3). Where it has pycocoevalcap, that is the peer, with METEOR if its jar is
# there. Where it has not, peers/captions.py takes pycocoevalcap's steps: two JVMs for CoreNLP 3.4.1's tokenizer, which
# Maven fetches, and the n-gram metrics in Python, without METEOR. Where it has nltk, nltk's METEOR, which is another
# metric, is a row of its own beside ours.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3} images=${2:-1000} references=${3:-5} words=${4:-10}
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
peer=pancap-bench/peers/captions.py

"$python" - pancap-eval/src/test/resources/golden/captions/ptb_tokenizer_coco_hard.json >"$work/captions.txt" <<'TEXT'
import json, sys
for row in json.load(open(sys.argv[1]))["rows"]:
    print(row["raw"].strip())
TEXT
"$python" "$peer" make "$work/captions.txt" "$work/data" "$images" "$references" "$words"
if ! "$python" -c 'import pycocoevalcap' 2>/dev/null || "$python" -c 'import nltk' 2>/dev/null; then
  mvn -q -B dependency:copy -Dartifact=edu.stanford.nlp:stanford-corenlp:3.4.1 -DoutputDirectory="$work/corenlp" -N
  export CORENLP=$work/corenlp/stanford-corenlp-3.4.1.jar
fi
shared=bleu,rouge-l,cider
"$python" -c 'import pycocoevalcap.meteor.meteor' 2>/dev/null && shared=$shared,meteor
nltk=
if "$python" -c 'import nltk' 2>/dev/null; then
  nltk=yes
  mvn -q -B dependency:copy -Dartifact=net.sf.extjwnl:extjwnl-data-wn30:1.2 -DoutputDirectory="$work/wordnet" -N
  export NLTK_DATA=$work/nltk_data
  "$python" - "$work/wordnet" "$NLTK_DATA/corpora/wordnet" <<'WORDNET'
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[2])
folder.mkdir(parents=True)
with zipfile.ZipFile(next(pathlib.Path(sys.argv[1]).glob("*.jar"))) as jar:
    for name in jar.namelist():
        if "/wn30/" in name and not name.endswith("/"):
            (folder / name.rsplit("/", 1)[1]).write_bytes(jar.read(name))
WORDNET
fi

# ours METRICS NAME
ours() {
  ./pancap evaluate captions --references "$work/data/references.json" --candidates "$work/data/candidates.json" \
    --metrics "$1" --out "$work/$2.json"
}
# timed NAME COMMAND…: seconds by the clock, of user and of system go into a file of that name
timed() {
  local name=$1
  shift
  { time "$@" >"$work/said" 2>"$work/complained"; } 2>"$work/$name" || {
    cat "$work/complained" >&2
    exit 1
  }
}

ours "$shared" warm >/dev/null 2>&1
# The archive of classes is made in the background after a build.
while ls target/launch/*.making >/dev/null 2>&1; do sleep 0.2; done
TIMEFORMAT='%R %U %S'
for round in $(seq "$rounds"); do
  timed "ours.$round" ours "$shared" ours
  timed "peer.$round" "$python" "$peer" score "$work/data"
  cp "$work/said" "$work/peer.json"
  timed "all.$round" ours bleu,rouge-l,cider,meteor all
  if [ -n "$nltk" ]; then
    timed "meteor.$round" ours meteor meteor
    timed "nltk.$round" "$python" "$peer" nltk "$work/data"
    cp "$work/said" "$work/nltk.json"
  fi
done
"$python" - "$work" "$rounds" <<'PRINT'
import json, statistics, sys
work, rounds = sys.argv[1], int(sys.argv[2])
def read(name):
    rows = [map(float, open(f"{work}/{name}.{i + 1}").read().split()) for i in range(rounds)]
    return [(wall, user + system) for wall, user, system in rows]
def row(text, mine, other=None):
    ours, peer = read(mine), read(other) if other else None
    for k, name in enumerate(("wall clock", "processor")):
        line = f"{text:32} {name} s: ours {statistics.median(o[k] for o in ours):7.2f}"
        if peer:
            line += f"   peer {statistics.median(p[k] for p in peer):7.2f}"
            line += f"   ratio (median) {statistics.median(p[k] / o[k] for o, p in zip(ours, peer)):6.2f}"
        print(line)
figures = json.load(open(f"{work}/peer.json"))
mine = json.load(open(f"{work}/ours.json"))["metrics"]
shared = [name for name in figures["figures"] if name in mine]
row("the same metrics", "ours", "peer")
row("all with METEOR, ours alone", "all")
try:
    nltk = json.load(open(f"{work}/nltk.json"))["figures"]["nltk_meteor"]
    row("METEOR, the peer's is nltk's", "meteor", "nltk")
    print("METEOR: ours", json.load(open(f"{work}/meteor.json"))["metrics"], "nltk's, another metric:", nltk)
except FileNotFoundError:
    print("nltk is not there")
print("the peer is", figures["by"], "without", ", ".join(figures["without"]) or "nothing")
print("greatest difference of", ", ".join(shared), max(abs(figures["figures"][n] - mine[n]) for n in shared))
PRINT
