#!/bin/sh
# The whole build beside its codecs: draws pictures, builds them with the describer on two cores, and
# says how many images a second that was and what share of the time the codecs alone take.
#   pancap-bench/end-to-end.sh [IMAGES] [FOLDER]
set -eu
images=${1:-2000}
home=$(cd "$(dirname "$0")/.." && pwd)
folder=${2:-$(mktemp -d)}
pictures=$folder/pictures-$images

[ -f "$pictures/panoptic.json" ] || "$home/pancap" synth --images "$images" --out "$pictures"
rm -rf "$folder/dataset"
summary=$("$home/pancap" build --images "$pictures/images" --masks "$pictures/panoptic" \
  --annotations "$pictures/panoptic.json" --out "$folder/dataset" --master 'local[2]' --json)
(cd "$home" && mvn -q -B -Dfast -pl pancap-bench -am test-compile)
codecs=$(java -Xmx1g -Djava.awt.headless=true \
  -cp "$home/pancap-bench/target/classes:$home/pancap-core/target/classes:$(cat "$home/pancap-spark/target/launch/classpath")" \
  dev.pancap.bench.CodecSeconds "$pictures")
echo "build  $summary"
echo "codecs $codecs"
printf '%s\n%s\n' "$summary" "$codecs" | awk '
  function field(name) { match($0, "\"" name "\":[0-9.]+"); return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) + 0 }
  NR == 1 { n = field("in"); seconds = field("seconds") }
  NR == 2 {
    decoding = field("jpeg_decode") + field("png_decode"); encoding = field("jpeg_encode")
    printf "%.1f images/s on two cores, start of Spark not counted; decoding alone %.1f, with an overlay'"'"'s encoding %.1f\n",
      n / seconds, 2 * n / decoding, 2 * n / (decoding + encoding)
    printf "share of the time in codecs: decoding %.0f %%, with an overlay'"'"'s encoding %.0f %%\n",
      50 * decoding / seconds, 50 * (decoding + encoding) / seconds
  }'
