#!/usr/bin/env bash
# Measures acknowledgements and replies, and sends of a template by API, per second with a closed loop of 32, for each database: bench.sh [seconds]
# Product, simulator, database and load share this machine; read the figures as ratios between rows of one run.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-15}
parallel=32
account=102290129340398 number=106540352242922 secret=bench-app-secret
key=mgb_bench_0123456789abcdefghijklmnopqrstuv
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  [ -f "$work/postgres/postmaster.pid" ] && as_postgres "$bin/pg_ctl" -D "$work/postgres" stop -m fast >/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

dotnet build Mogambo.sln -c Release --nologo -v quiet
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
wait_for() { for _ in $(seq 200); do curl -sf -o /dev/null "$1" && return; sleep 0.05; done; echo "No answer from $1" >&2; exit 1; }

chmod 755 "$work"
install -d -m 700 "$work/postgres" && { [ "$(id -u)" != 0 ] || chown postgres "$work/postgres"; }
as_postgres "$bin/initdb" -D "$work/postgres" -U mogambo -A trust -E UTF8 --locale=C >/dev/null
as_postgres "$bin/pg_ctl" -D "$work/postgres" -o "-p 54329 -k /tmp -c listen_addresses=127.0.0.1" -w start >/dev/null

measure() {
  local provider=$1 connection=$2
  (cd "$work" && exec dotnet "$OLDPWD/src/Simulator/bin/Release/net10.0/Mogambo.Simulator.dll" --url http://127.0.0.1:18090 \
    --webhook-url http://127.0.0.1:18080/webhooks/whatsapp --app-secret $secret --access-token token \
    --status-delay 0 --status-batch 20 --pair-limit off --throughput off --window off --chat-limit 1) >"$work/simulator.log" 2>&1 &
  local simulator=$!; pids+=("$simulator")
  (cd "$work" && exec env ASPNETCORE_URLS=http://127.0.0.1:18080 Mogambo__Simulator__Enabled=false \
    Mogambo__Cluster__SiloPort=18111 Mogambo__Cluster__GatewayPort=18030 \
    Mogambo__Storage__Provider="$provider" Mogambo__Storage__ConnectionString="$connection" \
    Mogambo__Accounts__0__Id=$account Mogambo__Accounts__0__AppSecret=$secret Mogambo__Accounts__0__VerifyToken=verify \
    Mogambo__Accounts__0__Numbers__0__PhoneNumberId=$number Mogambo__Accounts__0__Numbers__0__AccessToken=token \
    Mogambo__Accounts__0__Numbers__0__MessagesPerSecond=0 Mogambo__Accounts__0__ApiKeys__0__Key=$key 'Mogambo__Accounts__0__ApiKeys__0__Scopes__0=*' \
    Mogambo__Accounts__0__Numbers__0__BaseUrl=http://127.0.0.1:18090/v25.0 Mogambo__Accounts__0__Bot__Kind=Echo \
    dotnet "$OLDPWD/src/Mogambo/bin/Release/net10.0/Mogambo.dll") >"$work/mogambo.log" 2>&1 &
  local mogambo=$!; pids+=("$mogambo")
  wait_for http://127.0.0.1:18090/control/stats
  wait_for http://127.0.0.1:18080/health/ready
  printf '%-11s' "$provider"
  dotnet bench/bin/Release/net10.0/Mogambo.Bench.dll http://127.0.0.1:18080 http://127.0.0.1:18090 $secret $account $number $key $parallel 15 "$seconds"
  printf '%-11sresident %s MB\n' '' "$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$mogambo/status")"
  kill "$mogambo" "$simulator"; wait "$mogambo" "$simulator" 2>/dev/null || true
}

measure Sqlite "Data Source=$work/mogambo.db"
measure PostgreSql "Host=127.0.0.1;Port=54329;Username=mogambo;Database=postgres"
