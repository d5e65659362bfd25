#!/usr/bin/env bash
# A cluster of real processes on a real S3 server: a build with an executor killed on the way, a second
# night that asks nothing, a release that a gate refuses.
set -uo pipefail
work=$1
port=9431
master=7431
stop() {
  kill "$(cat "$work/s3/pid" 2>/dev/null)" $(cat "$work"/spark-home/work/*.pid 2>/dev/null) 2>/dev/null
}
trap stop EXIT
set -e
mvn -q -B -ntp -Dfast -DskipTests -Pdist -pl pancap-spark -am package
build/spark-home/make.sh "$work/spark-home"
build/s3proxy/start.sh "$work/s3" "$port"
mkdir -p "$work/s3/objects/pancap"
cp -r "$work/demo/pictures" "$work/s3/objects/pancap/pictures"
"$work/spark-home/sbin/start-master.sh" "$master"
"$work/spark-home/sbin/start-worker.sh" one "$master"
"$work/spark-home/sbin/start-worker.sh" two "$master"

export SPARK_HOME=$work/spark-home
export PANCAP_SUBMIT_ARGS="--conf spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:$port \
 --conf spark.hadoop.fs.s3a.endpoint.region=us-east-1 --conf spark.hadoop.fs.s3a.path.style.access=true \
 --conf spark.hadoop.fs.s3a.connection.ssl.enabled=false \
 --conf spark.hadoop.fs.s3a.aws.credentials.provider=org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider \
 --conf spark.hadoop.fs.s3a.access.key=pancap --conf spark.hadoop.fs.s3a.secret.key=pancap-secret \
 --conf spark.executor.memory=900m --conf spark.executor.memoryOverheadFactor=0.1 --conf spark.executor.cores=1 \
 --conf spark.cores.max=2"
night() {
  deploy/submit.sh build --master "spark://127.0.0.1:$master" --images s3a://pancap/pictures/images \
    --masks s3a://pancap/pictures/panoptic --annotations s3a://pancap/pictures/panoptic.json \
    --out s3a://pancap/out --set run.images-per-task=20 --json "$@"
}

night > "$work/night1.json" 2> "$work/night1.log" &
build=$!
# As soon as answers are in the journal, one executor dies.
for _ in $(seq 300); do
  ls "$work"/s3/objects/pancap/out/journal/*.gz >/dev/null 2>&1 && break
  kill -0 $build 2>/dev/null || break
  sleep 0.5
done
executor=$(pgrep -f CoarseGrainedExecutorBackend | head -n 1 || true)
[ -n "$executor" ] && kill -9 "$executor" && echo "executor $executor killed"
wait $build || { tail -40 "$work/night1.log"; exit 1; }
cat "$work/night1.json"
night > "$work/night2.json" 2> "$work/night2.log" || { tail -40 "$work/night2.log"; exit 1; }
cat "$work/night2.json"
python3 - "$work" <<'PY'
import json, sys
first, second = (json.load(open(f"{sys.argv[1]}/night{n}.json")) for n in (1, 2))
for night in (first, second):
    assert night["in"] == 200 == night["published"] + night["quarantined"] + night["deferred"], night
assert first["published"] == 200, first
assert second["requests"] == 0 and second["from_journal"] == 400 and not second["changed"], second
PY
rm "$work/s3/objects/pancap/pictures/panoptic/000000000002.png"
if night --set gates.min-rows=200 > "$work/night3.json" 2> "$work/night3.log"; then
  echo "a release that misses a gate became current"
  exit 1
fi
grep -h "is refused: 199 images are published" "$work/night3.log"
