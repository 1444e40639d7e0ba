#!/usr/bin/env bash
# Harms a cluster under load and shows that nothing acknowledged is lost and nothing is sent twice: faults.sh short|long [--seed N]
set -euo pipefail
cd "$(dirname "$0")"
dotnet build tests/Faults -c Release --nologo -v quiet
exec dotnet tests/Faults/bin/Release/net10.0/Mogambo.Faults.dll "$@"
