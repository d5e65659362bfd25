#!/usr/bin/env bash
# The raters' page in a real headless Chromium, which this installs where it may.
set -euo pipefail
if ! [ -x /usr/bin/chromium ] || ! [ -x /usr/bin/chromedriver ]; then
  { apt-get update -qq && apt-get install -y -qq chromium chromium-driver; } >/dev/null 2>&1 || {
    echo "Chromium cannot be installed here (no root, or no Debian packages)"
    exit 77
  }
fi
mvn -q -B -ntp -Dfast -pl pancap-review -am verify -Dtest=NoUnitTest -Dit.test=ReviewPageIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
