#!/usr/bin/env bash
# .ci/python.sh PACKAGE…: prints the python of a virtual environment under target/ that holds the
# packages; installs what is missing. Exit 77 where they cannot be had.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
venv=target/ci-python
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2 || exit 77
# Where pip is configured with a mirror on this machine, asking it alone spares the time-outs.
mirrors=$(pip config get global.extra-index-url 2>/dev/null | tr -d "'")
options=()
for mirror in $mirrors; do
  if [ ${#options[@]} -eq 0 ]; then
    options=(--index-url "$mirror")
  else
    options+=(--extra-index-url "$mirror")
  fi
done
"$venv/bin/python" -m pip install -qq --disable-pip-version-check "${options[@]}" "$@" >&2 || {
  echo "these Python packages cannot be installed here: $*" >&2
  exit 77
}
echo "$PWD/$venv/bin/python"
