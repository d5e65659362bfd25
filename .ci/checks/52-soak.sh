#!/usr/bin/env bash
# Builds through a scripted server that throttles, fails, resets and talks nonsense, and kills a build
# in the middle. PANCAP_SOAK_IMAGES=5000 is the full size (docs/guarantees.md has its figures).
set -euo pipefail
mvn -q -B -ntp -pl pancap-spark -am test \
  '-Dtest=OpenAiBuildTest#everyImage*+aRunThatIsKilled*' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpancap.soak.images="${PANCAP_SOAK_IMAGES:-200}"
