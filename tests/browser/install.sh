#!/usr/bin/env bash
# Installs what the browser test needs and is not there yet: Chromium with a font, and the two packages in the lock file.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
  echo "$1" >&2
  exit 1
}

command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null ||
  fail "the browser test needs Node.js 20 or later with npm: install it from your system's packages or from nodejs.org"

chromium="${ULD_CHROMIUM:-/usr/bin/chromium}"
if [ ! -x "$chromium" ]; then
  [ -z "${ULD_CHROMIUM:-}" ] ||
    fail "ULD_CHROMIUM names $chromium, which cannot be run: name a Chromium or Chrome, or unset it"
  how="install Chromium, or name one: ULD_CHROMIUM=/path/to/chrome $0"
  command -v apt-get >/dev/null || fail "the browser test needs Chromium, and there is no apt-get to get it with: $how"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "the browser test needs Chromium, and only root can install it: $how"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
    fail "apt-get could not install Chromium; its reason stands above: $how"
fi

# npm writes the hidden lock file last, so that it is older than the lock file whenever that changed since.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error || fail "npm ci could not install the packages of tests/browser/package-lock.json"
  touch node_modules/.package-lock.json
fi
