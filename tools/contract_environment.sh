#!/usr/bin/env bash
# Makes build/contract_environment: a Python environment with what tests/contract/requirements.txt pins, and nothing else.
# Does nothing when it stands already for this very list. Needs the Python package index once.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. tools/packages.sh

wanted=tests/contract/requirements.txt
made=build/contract_environment
if [ -x $made/bin/schemathesis ] && cmp -s $wanted $made/requirements.txt; then exit 0; fi
say "Installing what drives the server from its description (a minute or two, once): $made"
mkdir -p build
rm -rf $made
/usr/bin/python3 -m venv $made || die "python3 -m venv failed: install python3-venv, then try again"
$made/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $wanted ||
  die "pip install failed: look at its words above, and at the network"
cp $wanted $made/requirements.txt  # last: so that a broken one is made again
