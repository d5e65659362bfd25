#!/usr/bin/env bash
# Makes pancap-spark/target/pancap-app.jar, for spark-submit, unless it is there and newer than all sources,
# and prints its path. The checks that submit to a cluster share it.
set -euo pipefail
cd "$(dirname "$0")/.."
jar=pancap-spark/target/pancap-app.jar
if [ ! -f "$jar" ] ||
  [ -n "$(find pom.xml pancap-*/pom.xml pancap-{core,eval,store,spark}/src/main conf -newer "$jar" -type f | head -n 1)" ]; then
  mvn -q -B -ntp -Dfast -DskipTests -Pdist -pl pancap-spark -am package >&2
  touch "$jar"
fi
echo "$PWD/$jar"
