#!/bin/sh
# Answers a second through the engine openai beside the JDK's bare client, against the same scripted
# server in the same run, as a table; about five and a half minutes.
#   pancap-bench/run-throughput.sh [ROUNDS]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
cd "$home"
./pancap --version
mvn -q -B -Dfast -pl pancap-bench -am test-compile
exec java -Xmx1g -Djava.awt.headless=true \
  -cp "pancap-bench/target/classes:pancap-spark/target/classes:pancap-core/target/classes:pancap-core/target/test-classes:$(cat pancap-spark/target/launch/classpath)" \
  dev.pancap.bench.OpenAiThroughput "${1:-2}"
