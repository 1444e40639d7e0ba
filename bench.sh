#!/usr/bin/env bash
# Measures the product beside baselines on this machine, with PostgreSQL, load and instance of its own:
#   bench.sh [scenario …] [--quick] [--seconds 10] [--warm-up 40] [--repeat 5] [--out folder]
# Everything shares the machine: read the figures as ratios between rows of one run. docs/performance.md says what they mean.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build bench -c Release --nologo -v quiet
dotnet publish src/Mogambo -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" --self-contained false -o bench/bin/product --nologo -v quiet
# The load works on each event where it hears of it: the bench takes this from all that it measures.
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1
exec dotnet bench/bin/Release/net10.0/Mogambo.Bench.dll "$@"
