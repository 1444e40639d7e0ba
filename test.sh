#!/usr/bin/env bash
# Builds everything and runs every test. Installs what the tests need where it can (Debian or Ubuntu, as root or with sudo):
# PostgreSQL's server programs, HAProxy, shellcheck, faketime and Chromium. The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")" || exit

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n0 passed, 1 failed, 0 skipped\n' "$*"; exit 1; }

install() {
  local package=$1
  command -v apt-get >/dev/null || fail "The tests need $package: install it and run this again."
  local sudo=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null || fail "The tests need $package: install it (apt-get install $package) and run this again."; sudo="sudo -n"; }
  say "Installing $package"
  $sudo apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$package" >/dev/null \
    || fail "$package could not be installed: install it and run this again."
}

command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: https://dot.net"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${MOGAMBO_TEST_POSTGRES:-}" ] || install postgresql
command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || install haproxy
command -v shellcheck >/dev/null || install shellcheck
command -v chromium >/dev/null || install chromium
command -v faketime >/dev/null || install faketime

say "Checking the scripts"
shellcheck -x -S warning ./*.sh scripts/*.sh .ci/run || fail "Mend what shellcheck found."

configuration=Release
say "Building ($configuration)"
dotnet build Mogambo.sln -c "$configuration" --nologo -v quiet || fail "The build failed."

say "Checking the format"
dotnet format whitespace Mogambo.sln --verify-no-changes --no-restore || fail "Run 'dotnet format whitespace Mogambo.sln'."

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name="Mogambo.$(basename "$project")"
  say "$name"
  log=$(mktemp)
  dotnet "$project/bin/$configuration/net10.0/$name.dll" -noColor -noLogo "$@" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  summary=$(grep -Eo 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -n 1)
  rm -f "$log"
  if [ -z "$summary" ]; then
    printf '%s did not run to its end.\n' "$name"
    failed=$((failed + 1))
    continue
  fi
  read -r total errors bad skip left < <(grep -Eo '[0-9]+' <<<"$summary" | tr '\n' ' ')
  [ "$code" = 0 ] || [ $((errors + bad)) -gt 0 ] || bad=1
  skip=$((skip + left))
  passed=$((passed + total - bad - skip))
  failed=$((failed + errors + bad))
  skipped=$((skipped + skip))
done

printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ] && [ "$skipped" = 0 ]
