#!/usr/bin/env bash
# A correction goes into the next release and asks only the touched image again; another prompt keeps it.
set -euo pipefail
work=$1
build() {
  ./pancap build --images "$work/demo/pictures/images" --masks "$work/demo/pictures/panoptic" \
    --annotations "$work/demo/pictures/panoptic.json" --out "$work/demo/out" --json "$@"
}
python3 - "$work" > "$work/edit.jsonl" <<'PY'
import json, sys, urllib.request, subprocess, time, re
work = sys.argv[1]
server = subprocess.Popen(["./pancap", "review", "--out", f"{work}/demo/out", "--port", "0", "--policy", "all"],
                          stdout=subprocess.PIPE, text=True)
try:
    for line in server.stdout:
        found = re.search(r"http://localhost:(\d+)/", line)
        if found:
            break
    item = json.load(urllib.request.urlopen(f"http://localhost:{found.group(1)}/api/images/1"))
finally:
    server.terminate()
segment = item["segments"][0]
base = segment["machine"]
added = " It was seen by a person."
print(json.dumps({"image_id": 1, "segment_id": segment["segmentId"], "target": "REGION_LINE", "base_text": base,
                  "spans": [{"operation": "ADD", "start": len(base), "end": len(base), "text": added}],
                  "result_text": base + added, "rater": "ci", "edited_at_millis": 1, "origin": "jsonl"}))
PY
./pancap edits import --out "$work/demo/out" --format jsonl --from "$work/edit.jsonl"
./pancap plan --images "$work/demo/pictures/images" --masks "$work/demo/pictures/panoptic" \
  --annotations "$work/demo/pictures/panoptic.json" --out "$work/demo/out" --json > "$work/plan.json"
cat "$work/plan.json"
python3 - "$work" <<'PY'
import json, sys
plan = json.load(open(f"{sys.argv[1]}/plan.json"))
assert plan["answered"] == 399 and plan["invalidated"] == {"describe": 0, "compose": 1}, plan
assert plan["because"] == ["corrections by people, of 1 image(s)"], plan
PY
build > "$work/edited.json"
cat "$work/edited.json"
python3 - "$work" <<'PY'
import json, sys
summary = json.load(open(f"{sys.argv[1]}/edited.json"))
assert summary["changed"] and summary["requests"] == 1, summary
PY
./pancap edits status --out "$work/demo/out"
./pancap diff --out "$work/demo/out" --page "$work/changes.html" --json > "$work/diff.json"
python3 - "$work" <<'PY'
import json, sys
diff = json.load(open(f"{sys.argv[1]}/diff.json"))
assert diff["changed"] == 1 and diff["reasons"] == {"EDIT": 1} and diff["unchanged"] == 199, diff
PY
cp -r conf/prompts "$work/prompts"
echo "Write British English." >> "$work/prompts/round-2-system.txt"
build --set prompts.folder="$work/prompts" > "$work/reprompted.json"
python3 - "$work" <<'PY'
import json, sys
summary = json.load(open(f"{sys.argv[1]}/reprompted.json"))
assert summary["requests"] == 200 and summary["from_journal"] == 200, summary
PY
./pancap edits status --out "$work/demo/out" --json | grep -q '"conflicts":\[\]'
