#!/usr/bin/env bash
# A cluster of plain processes on this machine (Linux): PostgreSQL, silos, gateways, a balancer and a simulated WhatsApp.
# Needs the .NET 10 SDK, curl, and of Debian or Ubuntu the packages postgresql and haproxy. `cluster.sh help` lists the commands.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=$root/src/Mogambo/bin/${MOGAMBO_CONFIGURATION:-Release}/net10.0
dir=./data/cluster
base=""
silos=""
gateways=""
most=99              # of silos, and of gateways: their ports lie side by side
patience=90          # seconds for a start
drain=40             # seconds for a stop; Mogambo takes at most 30

usage() {
  cat <<'TEXT'
Usage: scripts/cluster.sh COMMAND [--dir FOLDER] [--base-port PORT]

  up [--silos 3] [--gateways 2]   starts what does not run yet
  status                          who runs, where, ready or not
  add silo | add gateway          one more
  kill NAME                       kill -9
  stop NAME                       SIGTERM: it finishes its work first
  restart NAME                    stops it if it runs, and starts it
  logs NAME                       the end of its log
  down                            stops everything, keeps the data

NAME is postgres, simulator, balancer, silo-1, gateway-2, …
FOLDER holds data, logs, secrets and pid files [./data/cluster]. PORT is the first of 500 ports that the cluster may use [20000].
TEXT
}

die() { printf '%s\n' "$*" >&2; exit 1; }

number() { [[ $2 =~ ^[0-9]{1,5}$ ]] || die "$1 needs a number, not '$2'."; printf '%d' "$((10#$2))"; }

# shellcheck source=scripts/cluster/processes.sh
. "$root/scripts/cluster/processes.sh"
# shellcheck source=scripts/cluster/parts.sh
. "$root/scripts/cluster/parts.sh"

find_programs() {
  local each
  [ -d /proc/self ] || die "This needs Linux."
  for each in dotnet curl setsid flock; do
    command -v "$each" >/dev/null || die "$each is missing: install it."
  done
  postgres=$(find /usr/lib/postgresql/*/bin -maxdepth 1 -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$postgres" ] || ! postgres=$(command -v initdb) || postgres=$(dirname "$postgres")
  [ -n "$postgres" ] || die "PostgreSQL is missing: apt-get install postgresql."
  haproxy=$(PATH=$PATH:/usr/sbin command -v haproxy) || die "HAProxy is missing: apt-get install haproxy."
  if [ ! -f "$programs/Mogambo.dll" ]; then
    echo "Building"
    dotnet build "$root/src/Mogambo" -c "${MOGAMBO_CONFIGURATION:-Release}" --nologo -v quiet >&2 || die "The build failed."
  fi
}

# One command at a time; a second one waits for the first.
lock() {
  exec 9>"$dir/lock"
  flock -w 300 9 || die "Another cluster.sh is at work in $dir."
}

open_cluster() {
  [ -f "$dir/base-port" ] || die "There is no cluster in $dir: start one with 'up', or name its folder with --dir."
  local kept
  kept=$(cat "$dir/base-port")
  [ -z "$base" ] || [ "$base" = "$kept" ] || die "The cluster in $dir has the base port $kept: leave out --base-port, or choose another --dir."
  base=$kept
}

make_cluster() {
  base=${base:-20000}
  # Above lie the ports that Linux gives to outgoing connections: one of them may be taken while its owner restarts.
  { [ "$base" -ge 1024 ] && [ "$base" -le 32268 ]; } || die "--base-port is from 1024 to 32268, not $base."
  mkdir -p "$dir/nodes" "$dir/secrets"
  chmod 700 "$dir/secrets"
  (
    umask 077
    head -c 18 /dev/urandom | base64 | tr '+/' '-_' >"$dir/secrets/postgres"
    head -c 32 /dev/urandom | base64 >"$dir/secrets/mogambo.key"
  )
  cp "$root/deploy/demo/mogambo.json" "$dir/mogambo.json"
  echo "$base" >"$dir/base-port"
}

up() {
  local number name
  silos=${silos:-3} gateways=${gateways:-2}
  { [ "$silos" -ge 1 ] && [ "$silos" -le "$most" ]; } || die "--silos is from 1 to $most, not $silos."
  { [ "$gateways" -ge 1 ] && [ "$gateways" -le "$most" ]; } || die "--gateways is from 1 to $most, not $gateways."
  find_programs
  mkdir -p "$dir"
  lock
  if [ -f "$dir/base-port" ]; then open_cluster; else make_cluster; fi
  for ((number = 1; number <= silos; number++)); do mkdir -p "$dir/nodes/silo-$number"; done
  for ((number = 1; number <= gateways; number++)); do mkdir -p "$dir/nodes/gateway-$number"; done
  local names
  mapfile -t names < <(everybody)
  for name in "${names[@]}"; do
    start "$name"
    [ "$name" != postgres ] || { await postgres; make_database; }
  done
  await "${names[@]}"
  tell_balancer
  status
  cat <<TEXT

  The phone     http://localhost:$(port simulator)/
  The API       http://localhost:$(port balancer)/docs
  API key       mgb_demo_0123456789abcdefghijklmnopqrstuv

  Try it: open the phone and write "hello". Then kill a silo, and write again:

    $0 kill silo-1 --dir '$dir'
    $0 status --dir '$dir'
    curl -H "Authorization: Bearer mgb_demo_0123456789abcdefghijklmnopqrstuv" http://localhost:$(port balancer)/v1/messages

  Everybody knows the demo's keys; all of it listens on this machine alone.
TEXT
}

down() {
  local names name group
  mapfile -t names < <(everybody)
  for group in balancer 'gateway-*' 'silo-*' simulator postgres; do
    for name in "${names[@]}"; do
      # shellcheck disable=SC2053
      [[ $name != $group ]] || ask "$name"
    done
    for name in "${names[@]}"; do
      # shellcheck disable=SC2053
      [[ $name == $group ]] || continue
      gone "$name" "$drain" || { echo "$name did not stop within $drain s: killed."; end "$name"; }
    done
  done
  echo "Stopped. The data is in $dir; 'up' goes on with it."
}

add() {
  [[ $1 =~ ^(silo|gateway)$ ]] || die "'add' takes silo or gateway, not '$1'."
  running postgres || die "The cluster does not run: start it with 'up'."
  local last name
  last=$(nodes "$1" | tail -n 1)
  [ "${last:-0}" -lt "$most" ] || die "There are $most already, and no more ports."
  name=$1-$((${last:-0} + 1))
  mkdir -p "$dir/nodes/$name"
  start "$name"
  await "$name"
  [ "$1" = silo ] || tell_balancer
  echo "$name is ready."
}

restart() {
  [ "$1" = postgres ] || running postgres || die "$1 needs the database: restart postgres first."
  ask "$1"
  gone "$1" "$drain" || die "$1 did not stop within $drain s: kill it."
  start "$1"
  await "$1"
  echo "$1 is ready."
}

status() {
  local name memory
  printf '%-12s %8s  %-36s %9s  %s\n' NAME PID URL MEMORY READY
  for name in $(everybody); do
    memory="-"
    if running "$name"; then
      memory="$(awk '/^VmRSS/ { print int($2 / 1024) " MB" }' "/proc/$pid/status" 2>/dev/null)"
    fi
    running "$name" || pid="-"
    printf '%-12s %8s  %-36s %9s  %s\n' "$name" "$pid" "$(url "$name")" "$memory" "$(readiness "$name")"
  done
}

words=()
while [ $# -gt 0 ]; do
  case $1 in
    --dir | --base-port | --silos | --gateways) [ $# -ge 2 ] || die "$1 needs a value."; option=$1 value=$2; shift ;;
    --help | -h) usage; exit ;;
    --*) die "There is no option $1; 'help' lists them." ;;
    *) words+=("$1"); option="" ;;
  esac
  case $option in
    --dir) dir=$value ;;
    --base-port) base=$(number "$option" "$value") ;;
    --silos) silos=$(number "$option" "$value") ;;
    --gateways) gateways=$(number "$option" "$value") ;;
  esac
  shift
done
command=${words[0]:-help}
target=${words[1]:-}
[ ${#words[@]} -le 2 ] || die "Too many words: ${words[*]}."
[ "$command" = up ] || [ -z "$silos$gateways" ] || die "--silos and --gateways belong to 'up'."
case $command in
  help) usage; exit ;;
  up | down | status) [ -z "$target" ] || die "'$command' takes no name, and this is one: $target." ;;
  add | kill | stop | restart | logs) [ -n "$target" ] || die "'$command' needs a name; 'help' shows how." ;;
  *) die "There is no command '$command'; 'help' lists them." ;;
esac
[[ $dir = /* ]] || dir=$PWD/${dir#./}

if [ "$command" = up ]; then
  up
  exit
fi
open_cluster
case $command in
  kill | stop | restart | logs) known "$target" ;;
esac
case $command in
  kill | stop) running "$target" || die "$target does not run." ;;
esac
case $command in
  logs) exec tail -n 50 "$dir/nodes/$target/log" ;;
  add | restart | status) find_programs ;;
esac
case $command in
  status) status; exit ;;
esac
lock
case $command in
  add) add "$target" ;;
  restart) restart "$target" ;;
  down) down ;;
  kill) end "$target"; echo "$target was killed." ;;
  stop)
    ask "$target"
    gone "$target" "$drain" || die "$target did not stop within $drain s: kill it."
    echo "$target has stopped." ;;
esac
