#!/bin/sh
# A first night, a second on which nothing has changed, and a third with one other picture: seconds of each, their
# share of the first, and what that makes of COCO's 118,287 images. The describer writes, nothing is asked.
#   pancap-bench/nights.sh [IMAGES] [FOLDER] [WIDTHxHEIGHT]
# Smaller pictures make the first night shorter and the second no shorter, so its share larger.
set -eu
images=${1:-2000}
home=$(cd "$(dirname "$0")/.." && pwd)
folder=${2:-$(mktemp -d)}
size=${3:-640x480}
pictures=$folder/pictures-$images-$size

[ -f "$pictures/panoptic.json" ] || "$home/pancap" synth --images "$images" --size "$size" --out "$pictures"
rm -rf "$folder/nights"
mkdir -p "$folder/nights"

# night NAME: builds, and keeps wall and processor seconds of the whole process, start of the JVM included
night() {
  # POSIX sh has no $TIMEFORMAT: times(1) of a subshell counts its children.
  start=$(date +%s.%N)
  (
    "$home/pancap" build --fingerprint stat --images "$pictures/images" --masks "$pictures/panoptic" \
      --annotations "$pictures/panoptic.json" --out "$folder/nights/out" --master 'local[2]' --json \
      >"$folder/nights/$1.json"
    times >"$folder/nights/$1.times"
  )
  end=$(date +%s.%N)
  # What the command says that it worked for, which is all but the start of the process and of Spark.
  worked=$(sed 's/.*"seconds":\([0-9.]*\).*/\1/' "$folder/nights/$1.json")
  awk -v start="$start" -v end="$end" -v worked="$worked" 'NR == 2 {
    split($1, user, /[ms]/); split($2, system_, /[ms]/)
    printf "%.2f %.2f %.2f\n", end - start, user[1] * 60 + user[2] + system_[1] * 60 + system_[2], worked
  }' "$folder/nights/$1.times" >"$folder/nights/$1.seconds"
}

night first
night second
night second-again
one=$(find "$pictures/images" -name '*.jpg' | sort | head -n 1)
other=$(find "$pictures/images" -name '*.jpg' | sort | sed -n 2p)
cp "$one" "$folder/nights/kept.jpg"
cp "$other" "$one"
night third
cp "$folder/nights/kept.jpg" "$one"

grep -q '"changed":false' "$folder/nights/second.json" || { echo "the second night published something" >&2; exit 1; }
grep -q '"requests":0' "$folder/nights/second.json" || { echo "the second night asked something" >&2; exit 1; }
cat "$folder/nights/first.seconds" "$folder/nights/second.seconds" "$folder/nights/second-again.seconds" "$folder/nights/third.seconds" |
  awk -v n="$images" -v size="$size" '
    { wall[NR] = $1; cpu[NR] = $2; worked[NR] = $3 }
    # The start of the process stays as it is, the work grows with the images.
    function projected(night) { return wall[night] - worked[night] + worked[night] * coco / n }
    function share(night) {
      return sprintf("%.2f %% of the first (CPU %.2f %%)", 100 * wall[night] / wall[1], 100 * cpu[night] / cpu[1])
    }
    END {
      coco = 118287
      printf "%d images of %s                  wall s    CPU s   of the wall, work\n", n, size
      printf "first night                      %10.1f %8.1f %8.1f\n", wall[1], cpu[1], worked[1]
      printf "second, nothing changed          %10.1f %8.1f %8.1f   %s\n", wall[2], cpu[2], worked[2], share(2)
      printf "the same again                   %10.1f %8.1f %8.1f   %s\n", wall[3], cpu[3], worked[3], share(3)
      printf "third, one other picture         %10.1f %8.1f %8.1f   %s\n", wall[4], cpu[4], worked[4], share(4)
      printf "projected to %d such images: first night %.0f s, an unchanged one %.1f s, %.2f %% of it\n", coco, projected(1), projected(3), 100 * projected(3) / projected(1)
      printf "  (each is the start as it was here, and the work x %.1f; work is what the command itself timed)\n", coco / n
      exit !(wall[2] <= 0.01 * wall[1] || n < 20000)
    }'
