#!/usr/bin/env bash
# Takes a build through a real OpenAI-compatible server, transformers serve, with a tiny vision model of
# random weights: nonsense answers, real protocol. Exit 77 where Python's packages cannot be had.
set -euo pipefail
work=$1/model-server
mkdir -p "$work"
python=$(.ci/python.sh transformers torch fastapi uvicorn openai pydantic requests accelerate pillow numpy) || exit 77
model=$work/tiny-vision-model
PYTHONDONTWRITEBYTECODE=1 "$python" .ci/tiny_vision_model.py "$model" 2> "$work/model.log" || {
  tail -n 5 "$work/model.log"
  exit 1
}
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("localhost", 0)); print(s.getsockname()[1])')
HF_HUB_OFFLINE=1 CUDA_VISIBLE_DEVICES='' "$(dirname "$python")/transformers" serve "$model" \
  --port "$port" --device cpu > "$work/serve.log" 2>&1 &
server=$!
python3 .ci/forward-proxy.py "$work/proxy.port" "$work/proxy.log" &
proxy=$!
trap 'kill "$server" "$proxy" 2> /dev/null || true' EXIT
./pancap synth --images 4 --size 96x72 --out "$work/pictures" > /dev/null
"$python" - "http://localhost:$port/health" <<'PY' || { tail -n 5 "$work/serve.log"; exit 1; }
import sys, time, urllib.error, urllib.request
for _ in range(120):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=2)
        sys.exit(0)
    except (urllib.error.URLError, TimeoutError):
        time.sleep(1)
sys.exit("transformers serve did not start within two minutes")
PY

# Few tokens, so that some answers are cut and the larger budget is tried too.
settings=(--set model.engine=openai --set "model.openai.base-url=http://localhost:$port"
  --set model.openai.dialect=transformers --set "model.openai.model=$model"
  --set model.describe-max-tokens=6 --set model.compose-max-tokens=64
  --set model.max-reasks=1 --set run.max-quarantined-share=1)
./pancap check "${settings[@]}"
# A host that only the proxy knows.
PANCAP_API_KEY=none http_proxy="http://127.0.0.1:$(cat "$work/proxy.port")" ./pancap ask "${settings[@]}" \
  --set "model.openai.base-url=http://model.invalid:$port" --prompt 'What is this?' \
  --image "$work/pictures/images/000000000001.jpg"
grep -qx "http://model.invalid:$port/v1/chat/completions" "$work/proxy.log"
input=(--images "$work/pictures/images" --masks "$work/pictures/panoptic"
  --annotations "$work/pictures/panoptic.json" --out "$work/out")
before=$(grep -c '"POST /v1/chat/completions HTTP/1.1" 200' "$work/serve.log")
code=0
./pancap build "${input[@]}" "${settings[@]}" 2> "$work/build.err" || code=$?
tail -n 5 "$work/build.err"
# A random model captions nothing, so nothing can be published: the run says so and keeps its answers.
[ "$code" -eq 1 ]
grep -q 'No image could be published; nothing is released: 4 are quarantined' "$work/build.err"
after=$(grep -c '"POST /v1/chat/completions HTTP/1.1" 200' "$work/serve.log")
./pancap plan "${input[@]}" "${settings[@]}" --json > "$work/plan.json"
"$python" - "$work" "$((after - before))" <<'PY'
import glob, gzip, json, sys
work, sent = sys.argv[1], int(sys.argv[2])
(file,) = glob.glob(work + "/out/runs/*/run.json")
run = json.load(open(file))["summary"]
plan = json.load(open(work + "/plan.json"))
entries = [json.loads(line)
           for name in glob.glob(work + "/out/journal/*.gz")
           for line in gzip.open(name, "rt", encoding="utf-8").read().splitlines()]
answers = [entry for entry in entries if "key" in entry]
print("sent", sent, {key: run[key] for key in ("in", "requests", "quarantined_by", "tokens")})
assert run["in"] == run["quarantined"] == 4 and run["published"] == run["deferred"] == 0, run
assert sum(run["quarantined_by"].values()) == 4, run
assert set(run["quarantined_by"]) <= {"ANSWER_INCOMPLETE", "ANSWER_TRUNCATED"}, run
assert run["requests"] == len(answers) == len({entry["key"] for entry in answers}) == sent >= 8, run
for part in ("prompt_tokens", "completion_tokens"):
    assert run["tokens"][part] == sum(entry["answer"]["usage"][part] for entry in answers) > 0, run
assert any(entry["answer"]["finish"] == "STOP" for entry in answers)
assert plan["answered"] == sent and plan["quarantined"] == 4, plan
assert sum(plan["new_requests"].values()) + sum(plan["invalidated"].values()) == 0, plan
PY
