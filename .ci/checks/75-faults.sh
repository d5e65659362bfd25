#!/usr/bin/env bash
# Builds while something around them breaks, each part a process of its own: S3 throttles, cuts uploads and goes
# away; the model server goes away, and stays away; executors and the driver are killed, in round 1 and while they
# publish; the disk is full; the journal is damaged; a model's folder is written over. What a build asks of a bucket
# is counted. Longer outages:
#   PANCAP_OUTAGE=60 bash .ci/checks/75-faults.sh WORKDIR
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$1
# Fetches the server's jars, so that the tests find them.
build/s3proxy/start.sh "$work/s3-faults" 9441
kill "$(cat "$work/s3-faults/pid")"
mvn -q -B -ntp -Dfast -pl pancap-spark -am test -Dtest='BuildFaultsTest,S3FaultsTest,S3RequestsTest,ModelServerFaultsTest,ReplacedModelTest' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpancap.faults=true "-Dpancap.outage.seconds=${PANCAP_OUTAGE:-8}" \
  > "$work/faults.log" 2>&1 || { grep -E '^\[ERROR\]|Tests run' "$work/faults.log" | head -40; exit 1; }
for class in BuildFaultsTest S3FaultsTest S3RequestsTest ModelServerFaultsTest ReplacedModelTest; do
  grep -h 'Tests run' "pancap-spark/target/surefire-reports/dev.pancap.spark.fault.$class.txt"
done
