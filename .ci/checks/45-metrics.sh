#!/usr/bin/env bash
# Prometheus' page of a build that runs: pancap's figures are on it and grow; run.json and the lineage events of the
# same build hold what they should and no secret.
#   45-metrics.sh WORKDIR
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$1/metrics
mkdir -p "$work"
command -v curl >/dev/null || { echo "curl is missing" >&2; exit 77; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

./pancap synth --images 120 --size 320x240 --out "$work/in" >/dev/null
PANCAP_API_KEY=sk-never-to-be-seen PANCAP_JAVA_OPTS="-Dspark.ui.enabled=true -Dspark.ui.port=$port" \
  ./pancap build --images "$work/in/images" --masks "$work/in/panoptic" --annotations "$work/in/panoptic.json" \
  --out "$work/out" --set "run.lineage=$work/lineage.jsonl" --json >"$work/summary.json" 2>"$work/build.log" &
build=$!

# The page as it was last seen while the build ran.
while kill -0 "$build" 2>/dev/null; do
  if curl -fsS --max-time 5 "http://127.0.0.1:$port/metrics/prometheus/" >"$work/page.new" 2>/dev/null &&
    grep -q MetricsPlugin "$work/page.new"; then
    mv "$work/page.new" "$work/page"
  fi
  read -rt 0.5 <> <(:) || :
done
wait "$build" || { cat "$work/build.log" >&2; exit 1; }

grep -o "MetricsPlugin_.*_Value.*" "$work/page"
for figure in answers images; do
  grep -E "MetricsPlugin_${figure}_Value\{[^}]*\} [1-9][0-9]*" "$work/page" >/dev/null ||
    { echo "no $figure on Prometheus' page" >&2; exit 1; }
done

python3 - "$work" <<'PY'
import json, pathlib, sys
work = pathlib.Path(sys.argv[1])
summary = json.loads((work / "summary.json").read_text())
run = json.loads((pathlib.Path(summary["run"]) / "run.json").read_text())
assert run["summary"]["published"] == summary["published"] == 120, run["summary"]
assert run["stages"]["compose"]["out"] == 120, run["stages"]
assert {"pancap", "spark", "java", "prompts"} <= set(run["versions"]), run["versions"]
assert run["summary"]["seconds"] > 0 and "tokens" in run["summary"]
events = [json.loads(line) for line in (work / "lineage.jsonl").read_text().splitlines()]
assert [e["eventType"] for e in events] == ["START", "COMPLETE"], events
assert len({e["run"]["runId"] for e in events}) == 1
print("run.json and", len(events), "lineage events are as they should be")
PY
! grep -rl sk-never-to-be-seen "$work" || { echo "the key was written down" >&2; exit 1; }
