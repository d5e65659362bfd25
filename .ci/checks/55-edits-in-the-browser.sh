#!/usr/bin/env bash
# A rater corrects an image in Chromium, the next build carries it into the release and asks that image alone, and a build
# with another prompt still has it.
set -euo pipefail
work=$1
[ -x /usr/bin/chromium ] || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1 || {
  echo "Chromium cannot be installed here (no root, or no Debian packages)"
  exit 77
}
python=$(.ci/python.sh playwright pyarrow) || exit 77
here=$work/rated
mkdir -p "$here"
./pancap synth --images 20 --seed 31 --out "$here/pictures" > /dev/null
build() {
  ./pancap build --images "$here/pictures/images" --masks "$here/pictures/panoptic" \
    --annotations "$here/pictures/panoptic.json" --out "$here/out" --json "$@"
}
build > "$here/first.json"

server=
stop_server() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}
trap stop_server EXIT
./pancap review --out "$here/out" --port 0 --policy all > "$here/review.log" 2>&1 &
server=$!
url=
deadline=$((SECONDS + 60))
until [ -n "$url" ]; do
  if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
    echo "the raters' page did not start:"
    cat "$here/review.log"
    exit 1
  fi
  sleep 0.25
  url=$(sed -n 's/^Open \(http:[^ ]*\).*/\1/p' "$here/review.log")
done
"$python" .ci/rate-in-browser.py "$url" 7 "$here/screenshots" --drop > "$here/rated.json"
cat "$here/rated.json"
stop_server

build > "$here/second.json"
cp -r conf/prompts "$here/prompts"
echo "Write British English." >> "$here/prompts/round-2-system.txt"
version=$(cat "$here/out/CURRENT")
build --set prompts.folder="$here/prompts" > "$here/third.json"
./pancap edits status --out "$here/out"

"$python" - "$here" "$version" <<'PY'
import json, pathlib, sys
import pyarrow.dataset
here = pathlib.Path(sys.argv[1])
read = lambda name: json.loads((here / name).read_text())
rated, second, third = read("rated.json"), read("second.json"), read("third.json")
# Round 1 and 2 of the image whose segment is gone, nothing else.
assert second["changed"] and second["requests"] == 2, second
assert third["requests"] == 20, third
for version in (sys.argv[2], (here / "out/CURRENT").read_text().strip()):
    rows = pyarrow.dataset.dataset(here / "out/releases" / version / "data").to_table().to_pylist()
    (row,) = [row for row in rows if row["image_id"] == 7]
    by_mark = {segment["mark"]: segment for segment in row["segments"]}
    assert int(rated["dropped_mark"]) not in by_mark, by_mark.keys()
    edited = [segment for segment in row["segments"] if segment["edited"]]
    assert len(edited) == 2, edited
    assert edited[0]["description"].endswith(rated["added"]), edited[0]
    assert not any(segment["edited"] for other in rows if other["image_id"] != 7 for segment in other["segments"])
    assert all(segment["source"] == "human" for other in rows for segment in other["segments"])
PY
