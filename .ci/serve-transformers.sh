#!/usr/bin/env bash
# Takes a build through a real OpenAI-compatible server, transformers serve, with a tiny vision model of
# random weights: nonsense answers, real protocol. Exit 77 where Python's packages cannot be had.
set -euo pipefail
work=$1
python=$(.ci/python.sh transformers torch fastapi uvicorn openai pydantic requests accelerate pillow numpy) || exit 77
model=$work/tiny-vision-model
PYTHONDONTWRITEBYTECODE=1 "$python" .ci/tiny_vision_model.py "$model" 2> "$work/model.log" || {
  tail -5 "$work/model.log"
  exit 1
}
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("localhost", 0)); print(s.getsockname()[1])')
HF_HUB_OFFLINE=1 CUDA_VISIBLE_DEVICES='' "$(dirname "$python")/transformers" serve "$model" \
  --port "$port" --device cpu > "$work/serve.log" 2>&1 &
server=$!
trap 'kill "$server" 2> /dev/null || true' EXIT
for _ in $(seq 120); do
  "$python" -c "import urllib.request; urllib.request.urlopen('http://localhost:$port/health', timeout=2)" \
    2> /dev/null && break
  kill -0 "$server" || { tail -5 "$work/serve.log"; exit 1; }
  sleep 1
done
settings=(--set model.engine=openai --set "model.openai.base-url=http://localhost:$port"
  --set model.openai.dialect=transformers --set "model.openai.model=$model"
  --set model.describe-max-tokens=64 --set model.compose-max-tokens=64
  --set model.max-reasks=1 --set run.max-quarantined-share=1)
./pancap synth --images 3 --size 96x72 --out "$work/serve-pictures" > /dev/null
./pancap ask --image "$work/serve-pictures/images/000000000001.jpg" --json "${settings[@]}" \
  > "$work/ask.json" || test -s "$work/ask.json"
cat "$work/ask.json"
input=(--images "$work/serve-pictures/images" --masks "$work/serve-pictures/panoptic"
  --annotations "$work/serve-pictures/panoptic.json" --out "$work/serve-out")
# A random model captions nothing, so nothing can be published: the run says so and keeps its answers.
./pancap build "${input[@]}" "${settings[@]}" --json > "$work/serve.json" 2> "$work/serve.err" || true
cat "$work/serve.json" "$work/serve.err" | tail -5
./pancap plan "${input[@]}" "${settings[@]}" --json > "$work/serve-plan.json"
"$python" - "$work/ask.json" "$work/serve-plan.json" <<'PY'
import json, sys
ask, plan = (json.load(open(file)) for file in sys.argv[1:])
assert ask["tokens"]["prompt_tokens"] > 0, ask
assert plan["answered"] >= 3, plan
assert sum(plan["new_requests"].values()) + sum(plan["invalidated"].values()) == 0, plan
PY
