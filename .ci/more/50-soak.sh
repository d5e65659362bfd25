#!/usr/bin/env bash
# Builds through a scripted server that throttles, fails, resets and talks nonsense, and kills a build
# in the middle, at a size that mvn verify has no time for (5,000 images: PANCAP_SOAK_IMAGES=5000).
set -euo pipefail
mvn -q -B -ntp -Dfast -pl pancap-spark -am test -Dtest=OpenAiBuildTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpancap.soak.images="${PANCAP_SOAK_IMAGES:-100}"
