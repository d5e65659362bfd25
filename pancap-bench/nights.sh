#!/bin/sh
# A first night, a second on which nothing has changed, and a third with one other picture: seconds of each, their
# share of the first, and what that makes of COCO's 118,287 images. The describer writes, nothing is asked.
#   pancap-bench/nights.sh [IMAGES] [FOLDER]
set -eu
images=${1:-2000}
home=$(cd "$(dirname "$0")/.." && pwd)
folder=${2:-$(mktemp -d)}
pictures=$folder/pictures-$images

[ -f "$pictures/panoptic.json" ] || "$home/pancap" synth --images "$images" --out "$pictures"
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
  awk -v start="$start" -v end="$end" 'NR == 2 {
    split($1, user, /[ms]/); split($2, system_, /[ms]/)
    printf "%.2f %.2f\n", end - start, user[1] * 60 + user[2] + system_[1] * 60 + system_[2]
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
  awk -v n="$images" '
    { wall[NR] = $1; cpu[NR] = $2 }
    END {
      coco = 118287
      printf "%d images, 2 cores                  wall s   CPU s\n", n
      printf "first night                        %8.1f %8.1f\n", wall[1], cpu[1]
      printf "second, nothing changed            %8.1f %8.1f   %.2f %% of the first (CPU %.2f %%)\n", wall[2], cpu[2], 100 * wall[2] / wall[1], 100 * cpu[2] / cpu[1]
      printf "the same again                     %8.1f %8.1f   %.2f %% of the first (CPU %.2f %%)\n", wall[3], cpu[3], 100 * wall[3] / wall[1], 100 * cpu[3] / cpu[1]
      printf "third, one other picture           %8.1f %8.1f\n", wall[4], cpu[4]
      # The start is a constant, the rest grows with the images. An unchanged night of a very small folder is all start.
      printf "projected to %d images: first night %.0f s wall on these cores (wall x %.1f);\n", coco, wall[1] * coco / n, coco / n
      printf "an unchanged night at most %.0f s (all of it taken to grow with the images, though its start does not)\n", wall[2] * coco / n
      exit !(wall[2] <= 0.01 * wall[1] || n < 20000)
    }'
