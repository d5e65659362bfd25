#!/usr/bin/env bash
# Asks the tiny model in the JVM 3,000 batches and fails if its memory grows; the build asks 150.
set -euo pipefail
mvn -q -B -ntp -Dfast -pl pancap-core test -Dtest=TrainedModelTest#memoryStaysFlatOverManyCalls \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpancap.test.djl-calls=3000
