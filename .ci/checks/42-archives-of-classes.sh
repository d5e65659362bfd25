#!/usr/bin/env bash
# Commands start from an archive of classes, and start as well where it is cut off or damaged.
set -euo pipefail
work=$1
status() { ./pancap edits status --out "$work/demo/out" 2>&1; }
made() {
  for _ in $(seq 300); do
    ls target/launch/*.making > /dev/null 2>&1 || { ls target/launch/review-*.jsa.length > /dev/null; return; }
    sleep 0.2
  done
  return 1
}
expected=$(status)
made || { echo "no archive was made in a minute"; exit 1; }
archive=$(ls target/launch/review-*.jsa)
log=$work/classes.log
PANCAP_JAVA_OPTS="-Xlog:class+load:file=$log" status > /dev/null
grep -q 'org.apache.hadoop.conf.Configuration source: shared objects file' "$log" ||
  { echo "classes do not come out of $archive"; exit 1; }
cp "$archive" "$work/whole.jsa"
chmod u+w "$archive"
trap 'cp "$work/whole.jsa" "$archive"' EXIT
head -c 5000000 "$work/whole.jsa" > "$archive"
[ "$(status)" = "$expected" ] || { echo "an archive that is cut off stops a start"; exit 1; }
python3 - "$work/whole.jsa" "$archive" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
for at in range(4096, len(data), 9973):
    data[at] ^= 0xFF
open(sys.argv[2], "wb").write(data)
PY
[ "$(status)" = "$expected" ] || { echo "an archive that is damaged stops a start"; exit 1; }
