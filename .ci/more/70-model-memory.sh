#!/usr/bin/env bash
# Asks the tiny models in the JVM for a long time and fails if the process grows: 3,000 batches of prompts (the build
# asks 150) and 1,000 batches of pictures (the build asks 90).
set -euo pipefail
mvn -q -B -ntp -Dfast -pl pancap-core test \
  -Dtest='TrainedModelTest#memoryStaysFlat*,SegmentationModelTest#nativeMemoryStaysFlat*' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpancap.test.djl-calls=3000 -Dpancap.test.segment-calls=1000
