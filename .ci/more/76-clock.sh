#!/usr/bin/env bash
# Builds under a clock that jumps back and ahead, while they run and between them.
#   76-clock.sh WORKDIR
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$1
clock() {
  find /usr/lib /usr/local/lib -name libfaketimeMT.so.1 2>/dev/null | head -n 1
}
[ -n "$(clock)" ] || apt-get install -y -qq faketime > /dev/null 2>&1 || true
[ -n "$(clock)" ] || { echo "libfaketime is not there; Debian has it as faketime" >&2; exit 77; }
mvn -q -B -ntp -Dfast -pl pancap-spark -am test -Dtest=ClockFaultsTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dpancap.faults=true "-Dpancap.faketime=$(clock)" > "$work/clock.log" 2>&1 ||
  { grep -E '^\[ERROR\]|Tests run' "$work/clock.log" | head -40; exit 1; }
grep -h 'Tests run' pancap-spark/target/surefire-reports/dev.pancap.spark.fault.ClockFaultsTest.txt
