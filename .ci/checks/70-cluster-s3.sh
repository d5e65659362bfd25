#!/usr/bin/env bash
# A cluster of real processes on a real S3 server: 500 pictures, with an executor killed while answers come
# in and another while the release is written; a second night that asks nothing and publishes nothing; a
# release that a gate refuses. The cluster packs the pictures and exports the release, which is compared, byte
# for byte, with one that a single machine made of the pack, undisturbed. Then a model server is asked by two executors on each of two hosts, which come and go as there is work, with copies of a
# slow task running: nothing is asked twice, and the limits of requests hold for all executors together.
set -euo pipefail
work=$1/cluster
images=500
mkdir -p "$work"
skip() {
  echo "$1" >&2
  exit 77
}
ports=$(python3 -c 'import random, socket
free = []
while len(free) < 3:  # below those that the system hands out, which Spark may be given before ours are used
    port = random.randrange(20000, 32000)
    with socket.socket() as s:
        if port not in free and s.connect_ex(("127.0.0.1", port)):
            free.append(port)
print(*free)') || skip "three free ports are wanted on 127.0.0.1"
read -r port master model <<< "$ports"
started=$SECONDS
say() {
  echo "[$((SECONDS - started)) s] $*"
}
# Each process of this check has the folder of its jars or files in its arguments, executors and drivers too.
stop() {
  trap - EXIT
  pgrep -f -- "$work/" | xargs -r kill 2>/dev/null || true
  for _ in $(seq 50); do
    pgrep -f -- "$work/" > /dev/null || return 0
    sleep 0.1
  done
  pgrep -f -- "$work/" | xargs -r kill -9 2>/dev/null || true
}
trap stop EXIT
trap 'exit 143' INT TERM HUP
# shellcheck source=build/s3proxy/settings.sh
source build/s3proxy/settings.sh

jar=$(.ci/app-jar.sh)
say "the application: $(du -m "$jar" | cut -f1) MB"
build/spark-home/make.sh "$work/spark-home" || skip "Spark's jars cannot be had from Maven"
build/s3proxy/start.sh "$work/s3" "$port" || skip "the S3 server's jars or port $port cannot be had"
export SPARK_HOME=$work/spark-home
# Short lives: what the second compiler costs does not come back.
short=-XX:TieredStopAtLevel=1
export SPARK_SUBMIT_OPTS="$short -XX:+UseSerialGC"
"$SPARK_HOME/sbin/start-master.sh" "$master"
"$SPARK_HOME/sbin/start-worker.sh" one "$master" 2 4g 127.0.0.2
"$SPARK_HOME/sbin/start-worker.sh" two "$master" 2 4g 127.0.0.3

./pancap synth --images "$images" --size 160x120 --out "$work/pictures" 2>/dev/null
objects=$work/s3/objects/pancap
mkdir -p "$objects"
mkdir -p "$work/hadoop"
s3a_settings "$port" | awk -F= 'BEGIN { print "<configuration>" }
  { print "<property><name>" $1 "</name><value>" $2 "</value></property>" }
  END { print "</configuration>" }' > "$work/hadoop/core-site.xml"
s3() {
  java -Xmx512m -cp "$work/hadoop:$SPARK_HOME/jars/*:$jar" org.apache.hadoop.fs.FsShell "$@" 2>> "$work/s3.log"
}
s3 -put -t 8 "$work/pictures" s3a://pancap/
say "$(find "$objects/pictures" -type f | wc -l) objects on S3"

# submit NAME COMMAND…: to the cluster; the summary is in NAME.json, what was said in NAME.log
submit() {
  local name=$1
  shift
  PANCAP_SUBMIT_ARGS="$(s3a_spark "$port") --conf spark.executor.memory=1500m --conf spark.executor.cores=1 \
    --conf spark.cores.max=2 --conf spark.executor.extraJavaOptions=$short" \
    deploy/submit.sh "$@" --master "spark://127.0.0.1:$master" --json > "$work/$name.json" 2> "$work/$name.log"
}
# night NAME [OPTION…]
night() {
  local name=$1
  shift
  submit "$name" build "${source[@]}" --out s3a://pancap/out "${layout[@]}" "$@"
}
source=(--images s3a://pancap/pictures/images --masks s3a://pancap/pictures/panoptic
  --annotations s3a://pancap/pictures/panoptic.json)
layout=(--set run.images-per-task=20 --set release.rows-per-file=50 --set run.journal-flush=PT1S)

# await WHAT COMMAND…: until the command succeeds, while the build lives
await() {
  local what=$1
  shift
  until "$@" 2>/dev/null; do
    kill -0 "$build" 2>/dev/null || { echo "the build ended before $what"; tail -20 "$work/night1.log"; return 1; }
    sleep 0.1
  done
}
executors() {
  # Only those of this cluster: its master's address is in their arguments.
  pgrep -f "CoarseGrainedExecutorBackend.*$work/spark-home|$work/spark-home.*CoarseGrainedExecutorBackend"
}
kill_one() {
  local executor
  executor=$(executors | shuf -n 1)
  kill -9 "$executor"
  say "executor $executor killed $1"
}
answered() {
  ls "$objects"/out/journal/*.gz > /dev/null
}
publishing() {
  ls "$objects"/out/releases/*/data/*.parquet > /dev/null
}
night night1 &
build=$!
await "answers were stored" answered
kill_one "while answers come in"
await "rows were published" publishing
kill_one "while the release is written"
wait "$build" || { tail -40 "$work/night1.log"; exit 1; }
say "night 1: $(tr -d '\n ' < "$work/night1.json" | cut -c1-160)"
current=$(cat "$objects/out/CURRENT")

night night2 || { tail -40 "$work/night2.log"; exit 1; }
say "night 2: $(tr -d '\n ' < "$work/night2.json" | cut -c1-160)"
[ "$(cat "$objects/out/CURRENT")" = "$current" ]
[ "$(ls "$objects/out/releases" | wc -l)" = 1 ]

# A rater's work leaves S3 as tasks and comes back as an edit; brought in twice it is there once.
edits() {
  PANCAP_JAVA_OPTS="$(s3a_java "$port") -Xmx512m $SPARK_SUBMIT_OPTS" ./pancap edits "$@" --out s3a://pancap/out \
    2>> "$work/edits.log" || { tail -40 "$work/edits.log" >&2; return 1; }
}
edits export --format label-studio --policy sample:0.02 --to "$work/tasks.json"
python3 - "$work" <<'PY'
import json, sys
work = sys.argv[1]
task = next(one for one in json.load(open(f"{work}/tasks.json")) if one["data"]["image_id"] != 2)  # 2 goes below
task["annotations"] = [{"completed_by": {"email": "ci@example.org"}, "result": [
    {"from_name": "regions", "value": {"text": [task["data"]["regions"] + " It was seen by a person."]}}]}]
json.dump([task], open(f"{work}/answered.json", "w"))
PY
edits import --format label-studio --from "$work/answered.json" | grep '^1 edits imported, 0 were there already, 0 remarks'
edits export --format jsonl --to "$work/edits.jsonl"
edits import --format jsonl --from "$work/edits.jsonl" | grep '^0 edits imported, 1 were there already, 0 remarks'
edits status --json | grep '"edits":1,"conflicts":\[\],"by_rater":{"ci@example.org":1}'

# What the third night would publish, with the edit and one picture less, misses a gate.
s3 -rm -skipTrash s3a://pancap/pictures/panoptic/000000000002.png > /dev/null
code=0
night night3 --set gates.min-rows="$images" || code=$?
[ "$code" = 1 ] || { echo "a release that misses a gate ended with exit code $code"; tail -40 "$work/night3.log"; exit 1; }
grep "^pancap: Release .* is refused: $((images - 1)) images are published" "$work/night3.log"
[ "$(tail -n 1 "$work/night3.log" | grep -c 'is refused')" = 1 ] # and nothing after it, no stack trace
[ "$(cat "$objects/out/CURRENT")" = "$current" ]
refused=$(find "$objects/out/releases" -mindepth 1 -maxdepth 1 ! -name "$current" -printf '%f')
PANCAP_JAVA_OPTS="$(s3a_java "$port") -Xmx1g $SPARK_SUBMIT_OPTS" ./pancap diff --out s3a://pancap/out \
  --from "$current" --to "$refused" --page "$work/diff.html" --json > "$work/diff-summary.json" 2> "$work/diff.log" || { tail -40 "$work/diff.log"; exit 1; }
python3 - "$work" <<'PY'
import json, sys
diff = json.load(open(f"{sys.argv[1]}/diff-summary.json"))
assert diff["changed"] == diff["removed"] == 1 and diff["reasons"] == {"EDIT": 1}, diff
PY
say "night 3: refused, with the edit; CURRENT still names $current"

# A release that lies on S3 is reported from there.
PANCAP_JAVA_OPTS="$(s3a_java "$port") -Xmx1g $SPARK_SUBMIT_OPTS" ./pancap report --release s3a://pancap/out \
  --out "$work/report" --json > "$work/report.json" 2> "$work/report.log" || { tail -40 "$work/report.log"; exit 1; }
grep -q "\"images\": *$images\b" "$work/report.json"
[ -s "$work/report/index.html" ]
say "report: $(tr -d '\n ' < "$work/report.json" | cut -c1-160)"

# The cluster packs the pictures, in four files, and exports the release with the pictures out of the pack.
s3 -put "$work/pictures/panoptic/000000000002.png" s3a://pancap/pictures/panoptic/
submit pack pack "${source[@]}" --out s3a://pancap/packed --set pack.shard-bytes=1500000 --set pack.row-group-bytes=300000 ||
  { tail -40 "$work/pack.log"; exit 1; }
say "pack: $(tr -d '\n ' < "$work/pack.json")"
submit export export --release s3a://pancap/out --packed s3a://pancap/packed --format webdataset --out s3a://pancap/shards ||
  { tail -40 "$work/export.log"; exit 1; }
grep -q "\"images\": *$images\b" "$work/export.json"
if grep "pictures missing" "$work/export.json"; then exit 1; fi
PANCAP_JAVA_OPTS="$(s3a_java "$port") -Xmx512m $SPARK_SUBMIT_OPTS" ./pancap verify --export s3a://pancap/shards \
  2> "$work/verify.log" || { tail -40 "$work/verify.log"; exit 1; }

# The pictures out of the pack, on one machine, with nothing killed.
PANCAP_JAVA_OPTS="$(s3a_java "$port") -Xmx1g $SPARK_SUBMIT_OPTS" ./pancap build --packed s3a://pancap/packed --out "$work/undisturbed" \
  "${layout[@]}" --json > "$work/undisturbed.json" 2> "$work/undisturbed.log" ||
  { tail -40 "$work/undisturbed.log"; exit 1; }
python3 - "$work" "$images" <<'PY'
import gzip, json, pathlib, sys
work, images = pathlib.Path(sys.argv[1]), int(sys.argv[2])
nights = {name: json.loads((work / f"{name}.json").read_text()) for name in ("night1", "night2", "undisturbed")}
for name, night in nights.items():
    assert night["in"] == images == night["published"] + night["quarantined"] + night["deferred"], (name, night)
    assert night["published"] == images, (name, night)
assert nights["undisturbed"]["requests"] == 2 * images, nights["undisturbed"]
second = nights["night2"]
assert second["requests"] == 0 and second["from_journal"] == 2 * images and not second["changed"], second


def manifest(out):
    version = (out / "CURRENT").read_text().strip()
    return json.loads((out / "releases" / version / "manifest.json").read_text())


def rows(found):
    return [(file["path"], file["rows"], file["sha256"]) for file in found["files"]]


cluster, alone = manifest(work / "s3/objects/pancap/out"), manifest(work / "undisturbed")
assert rows(cluster) == rows(alone), "the disturbed release differs from the undisturbed one"
assert cluster["content_hash"] == alone["content_hash"] and sum(n for _, n, _ in rows(cluster)) == images
keys, entries = set(), 0
for file in (work / "s3/objects/pancap/out/journal").glob("*.jsonl.gz"):
    lines = [json.loads(line) for line in gzip.open(file, "rt")]
    keys.update(line["key"] for line in lines[:-1])
    entries += len(lines) - 1
assert len(keys) == 2 * images + 1, (len(keys), images)  # the edit asked for one paragraph more
print(f"{len(rows(cluster))} data files of {images} rows are those of the undisturbed build, byte for byte;"
      f" {entries} answers stored for {len(keys)} questions")
PY

# Answers take 300 ms, the eightieth 20 s, when all executors are warm and a slow task stands out: it is copied to
# the other host, where it must not ask.
./pancap synth --images 60 --size 96x72 --out "$work/few" 2>/dev/null
java -Xmx256m -cp "pancap-core/target/test-classes:pancap-core/target/classes:$SPARK_HOME/jars/*" \
  dev.pancap.model.openai.ScriptedServerProcess "$model" "$work/requests" 300 80 20000 > "$work/server.log" 2>&1 &
mkdir -p "$work/events"
PANCAP_SUBMIT_ARGS="$(s3a_spark "$port") --conf spark.executor.memory=1g --conf spark.executor.cores=1 \
  --conf spark.executor.extraJavaOptions=$short --conf spark.cores.max=4 \
  --conf spark.dynamicAllocation.enabled=true --conf spark.dynamicAllocation.maxExecutors=4 \
  --conf spark.speculation=true --conf spark.speculation.quantile=0.25 --conf spark.speculation.multiplier=1.2 \
  --conf spark.eventLog.enabled=true --conf spark.eventLog.dir=file://$work/events --conf spark.eventLog.compress=false" \
  deploy/submit.sh build --master "spark://127.0.0.1:$master" --images "$work/few/images" \
  --masks "$work/few/panoptic" --annotations "$work/few/panoptic.json" --out s3a://pancap/asked \
  --set model.engine=openai --set model.openai.base-url="http://127.0.0.1:$model" \
  --set model.openai.model=scripted-vlm --set model.openai.max-in-flight=3 \
  --set model.openai.requests-per-minute=900 --set run.images-per-task=5 --json \
  > "$work/asked.json" 2> "$work/asked.log" || { tail -40 "$work/asked.log"; exit 1; }
python3 - "$work" <<'PY'
import json, pathlib, sys
work = pathlib.Path(sys.argv[1])
night = json.loads((work / "asked.json").read_text())
assert night["in"] == 60 == night["published"] and night["requests"] == 120, night
seen = [line.split() for line in (work / "requests").read_text().splitlines()]
keys = [key for _, _, key in seen]
assert len(keys) == len(set(keys)) == 120, f"{len(keys)} requests came in for {len(set(keys))} questions"
most = max(int(count) for _, count, _ in seen)
assert 3 < most <= 12, f"{most} requests were open at once, 3 are allowed to each of 4 executors"
times = sorted(int(nanos) / 1e9 for nanos, _, _ in seen)
for i, first in enumerate(times):
    for j in range(i + 20, len(times)):
        # Requests are sent evenly, 15 a second; what is open at once is how far one may lag behind.
        assert j - i <= (times[j] - first) * 15 + 12, f"{j - i} requests in {times[j] - first:.2f} s"
events = [json.loads(line) for file in (work / "events").rglob("events_*")
          for line in file.read_text().splitlines()]
ended = [(e["Stage ID"], e["Task Info"]) for e in events if e["Event"] == "SparkListenerTaskEnd"]
asking = {stage for stage, task in ended if task["Finish Time"] - task["Launch Time"] > 15000}
copies = [task for stage, task in ended if stage in asking and task["Speculative"]]
hosts = [e["Executor Info"]["Host"] for e in events if e["Event"] == "SparkListenerExecutorAdded"]
assert copies, "Spark copied no task that asks"
assert {host: hosts.count(host) for host in hosts} == {"127.0.0.2": 2, "127.0.0.3": 2}, hosts
print(f"120 questions, 120 requests, from {len(hosts)} executors on 2 hosts; {len(copies)} copies of tasks waited;"
      f" {most} open at once at most")
PY
say "done"
