#!/usr/bin/env bash
# Builds the same pictures from their folders and from a pack, in turns: on the local disk and on an S3 server of its
# own (s3proxy), which answers each read as late as a bucket does. Says wall and processor seconds of each and their ratios.
#   pancap-bench/run-packs.sh [IMAGES] [ROUNDS] [WIDTHxHEIGHT] [MILLISECONDS]
# On a machine that does other work only the processor seconds tell.
set -euo pipefail
images=${1:-1000}
rounds=${2:-2}
size=${3:-640x480}
millis=${4:-30}
home=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
read -r port late <<< "$(python3 -c 'import socket
free = [socket.socket() for _ in range(2)]
for s in free: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in free))')"
stop() {
  trap - EXIT
  [ ! -f "$work/s3/pid" ] || kill "$(cat "$work/s3/pid")" 2>/dev/null || true
  [ -z "${delay:-}" ] || kill "$delay" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
# shellcheck source=build/s3proxy/settings.sh
source "$home/build/s3proxy/settings.sh"
"$home/build/s3proxy/start.sh" "$work/s3" "$port"
python3 "$home/pancap-bench/late.py" "$late" "$port" "$millis" & delay=$!
"$home/pancap" synth --images "$images" --size "$size" --out "$work/pictures" 2>/dev/null
mkdir -p "$work/s3/objects/bench"
# Through S3, which gives each object its ETag; not late.
mapfile -t s3 < <(s3a_settings "$port" | sed 's/^/-D/')
# Hadoop's shell wants the file to be there.
mkdir "$work/hadoop" && echo '<configuration/>' > "$work/hadoop/core-site.xml"
java -Xmx512m -cp "$work/hadoop:$(cat "$home/pancap-spark/target/launch/classpath")" org.apache.hadoop.fs.FsShell "${s3[@]}" \
  -put -t 8 "$work/pictures" s3a://bench/ 2>"$work/put.log" || { tail -5 "$work/put.log" >&2; exit 1; }

# timed NAME COMMAND…: adds "NAME wall cpu" to the table; the start of the process is in it
timed() {
  local name=$1 TIMEFORMAT='%R %U %S'
  shift
  { time PANCAP_JAVA_OPTS="$(s3a_java "$late") -Xmx2g" "$home/pancap" "$@" --json >"$work/said.json" 2>"$work/said.log"; } 2>"$work/time" ||
    { tail -5 "$work/said.log" >&2; exit 1; }
  awk -v name="$name" 'END { print name, $1, $2 + $3 }' "$work/time" >>"$work/table"
}
folders() {
  echo --images "$1/images" --masks "$1/panoptic" --annotations "$1/panoptic.json"
}
for place in "$work" s3a://bench; do
  kind=$([ "$place" = "$work" ] && echo disk || echo s3)
  # shellcheck disable=SC2046
  timed "$kind packing" pack $(folders "$place/pictures") --out "$place/packed" --master 'local[2]'
  for round in $(seq "$rounds"); do
    # Whoever comes second finds its files in memory: they take turns in coming first.
    for source in $([ $((round % 2)) = 1 ] && echo folder pack || echo pack folder); do
      # shellcheck disable=SC2046
      timed "$kind $source" build --out "$work/out-$kind-$source-$round" --master 'local[2]' \
        $([ "$source" = pack ] && echo --packed "$place/packed" || folders "$place/pictures")
      rm -rf "$work/out-$kind-$source-$round"
    done
  done
done
awk -v images="$images" -v size="$size" -v millis="$millis" -v rounds="$rounds" '
  { row = $1 " " $2; wall[row] += $3; cpu[row] += $4; n[row]++ }
  function show(row) { printf "%-12s %8.1f %8.1f\n", row, wall[row] / n[row], cpu[row] / n[row] }
  function ratio(kind) {
    printf "%s: folder / pack %.2f by the clock, %.2f in processor seconds\n", kind,
      wall[kind " folder"] / wall[kind " pack"], cpu[kind " folder"] / cpu[kind " pack"]
  }
  END {
    printf "%d images of %s, builds: means of %d; the S3 server answers %d ms late\n", images, size, rounds, millis
    printf "%-12s %8s %8s\n", "", "wall s", "CPU s"
    show("disk packing"); show("disk folder"); show("disk pack")
    show("s3 packing"); show("s3 folder"); show("s3 pack")
    ratio("disk"); ratio("s3")
  }' "$work/table"
