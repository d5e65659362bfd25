#!/usr/bin/env bash
# How long the raters' page takes on a release of 118,287 images, from the command to its first image:
#   mvn -q -Dfast -DskipTests package && pancap-bench/review-start.sh [IMAGES]
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
review=pancap-review/target
java -Xmx1g @pancap-spark/target/launch/java-options \
  -cp "$review/test-classes:$review/classes:$(cat $review/launch/classpath)" \
  dev.pancap.review.LargeReview "$work/out" "${1:-118287}" 2> "$work/writer.log" || { cat "$work/writer.log"; exit 1; }
du -sh "$work/out" | cut -f1
./pancap edits --help > /dev/null
# The archive of classes is made in the background after a build.
while ls target/launch/*.making >/dev/null 2>&1; do sleep 0.2; done
for run in 1 2 3; do
  log=$work/$run.log
  start=$(date +%s%N)
  ./pancap review --out "$work/out" --port 0 > "$log" &
  server=$!
  until url=$(sed -n 's/^Open \(http:[^ ]*\).*/\1/p' "$log") && [ -n "$url" ]; do sleep 0.02; done
  ready=$(date +%s%N)
  queue=$(curl -sf "${url}api/queue?filter=flagged&index=0")
  id=$(sed -n 's/.*"imageId":\([0-9]*\).*/\1/p' <<< "$queue")
  curl -sf "${url}api/images/$id" > /dev/null
  shown=$(date +%s%N)
  cpu=$(awk '{print ($14 + $15) / 100}' "/proc/$server/stat")
  echo "run $run: listens after $(((ready - start) / 1000000)) ms, first image after $(((shown - start) / 1000000)) ms," \
    "$cpu s of processor time; $queue"
  kill "$server"
  wait "$server" || true
done
