#!/usr/bin/env bash
# Harms clusters under load and shows that nothing acknowledged is lost and nothing is sent twice:
#   faults.sh short|long [--seed N]   everything at once; the short one is part of ./test.sh
#   faults.sh scenarios               each fault of database, network, clock and disk by itself
#   faults.sh planted [name]          plants defects, each of which must be found
set -euo pipefail
cd "$(dirname "$0")"
dotnet build tests/Faults.Scenarios -c Release --nologo -v quiet
if [ "${1:-}" = scenarios ]; then
  exec dotnet tests/Faults.Scenarios/bin/Release/net10.0/Mogambo.Faults.Scenarios.dll -noColor -noLogo "${@:2}"
fi
exec dotnet tests/Faults/bin/Release/net10.0/Mogambo.Faults.dll "$@"
