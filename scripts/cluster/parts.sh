# shellcheck shell=bash disable=SC2154
# The parts of a cluster of cluster.sh: their names and ports, how each is started, and whether it is ready.

nodes() { # silo|gateway: their numbers, ascending
  local node
  for node in "$dir/nodes/$1-"*/; do
    node=$(basename "$node")
    [ "$node" = "$1-*" ] || printf '%s\n' "${node#"$1-"}"
  done | sort -n
}

everybody() {
  local number
  printf 'postgres\nsimulator\n'
  for number in $(nodes silo); do printf 'silo-%s\n' "$number"; done
  for number in $(nodes gateway); do printf 'gateway-%s\n' "$number"; done
  printf 'balancer\n'
}

port() {
  case $1 in
    postgres) echo $((base + 32)) ;;
    balancer) echo $((base + 80)) ;;
    simulator) echo $((base + 90)) ;;
    gateway-*) echo $((base + 100 + ${1#*-})) ;;
    silo-*) echo $((base + ${2:-200} + ${1#*-})) ;;
  esac
}

url() {
  case $1 in
    postgres) printf 'postgres://127.0.0.1:%s/mogambo' "$(port postgres)" ;;
    *) printf 'http://127.0.0.1:%s' "$(port "$1")" ;;
  esac
}

known() {
  grep -Fxq -- "$1" <<<"$(everybody)" || die "There is no $1 in $dir. There are: $(everybody | paste -sd ' ')."
}

claim() { # NAME PORT…: refuses to start where somebody else listens
  local name=$1 each
  shift
  for each in "$@"; do
    ! (: <"/dev/tcp/127.0.0.1/$each") 2>/dev/null || die "Port $each, for $name, is in use by another program: end it, or choose others with --base-port."
  done
}

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
  local home=$dir/nodes/postgres data=$dir/nodes/postgres/data password until
  claim postgres "$(port postgres)"
  mkdir -p "$home"
  password=$(cat "$dir/secrets/postgres")
  if [ ! -s "$data/PG_VERSION" ]; then
    [ "$(id -u)" != 0 ] || chown postgres "$home"
    as_postgres test -w "$home" || die "The user postgres cannot reach $dir: choose a folder that it can, with --dir."
    rm -rf "$data"
    (umask 077; printf '%s\n' "$password" >"$home/password")
    [ "$(id -u)" != 0 ] || chown postgres "$home/password"
    as_postgres "$postgres/initdb" -D "$data" -U mogambo -A scram-sha-256 --pwfile "$home/password" -E UTF8 --locale=C >"$home/initdb.log" 2>&1 \
      || die "PostgreSQL could not make its data directory: $(tail -n 1 "$home/initdb.log")"
    rm -f "$home/password"
  fi

  # Right after a kill its former processes may still be ending.
  until=$((SECONDS + 20))
  until (cd / && as_postgres "$postgres/pg_ctl" -D "$data" -w -t 60 -l "$home/log" \
      -o "-p $(port postgres) -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=1000 -c fsync=on" start >/dev/null 2>&1 9>&-); do
    [ "$SECONDS" -lt "$until" ] || die "PostgreSQL did not start: $(tail -n 1 "$home/log" 2>/dev/null)"
    sleep 0.5
  done
  note postgres "$(head -n 1 "$data/postmaster.pid")"
}

make_database() {
  local sql=(env "PGPASSWORD=$(cat "$dir/secrets/postgres")" "$postgres/psql" -h 127.0.0.1 -p "$(port postgres)" -U mogambo -d postgres -qtA)
  [ -n "$("${sql[@]}" -c "select 1 from pg_database where datname = 'mogambo'")" ] || "${sql[@]}" -c 'create database mogambo'
}

start_simulator() {
  claim simulator "$(port simulator)"
  mkdir -p "$dir/nodes/simulator"
  launch simulator dotnet "$programs/Mogambo.Simulator.dll" --url "$(url simulator)" --webhook-url "$(url balancer)/webhooks/whatsapp" \
    --app-secret demo-app-secret --access-token demo-access-token --verify-token demo-verify-token --ledger "$dir/nodes/simulator/ledger.jsonl"
}

start_mogambo() { # NAME ROLE SETTING…
  local name=$1 role=$2
  shift 2
  launch "$name" env "ASPNETCORE_URLS=$(url "$name")" Mogambo__Simulator__Enabled=false Mogambo__Cluster__Mode=AdoNet "Mogambo__Cluster__Role=$role" \
    Mogambo__Storage__Provider=PostgreSql \
    "Mogambo__Storage__ConnectionString=Host=127.0.0.1;Port=$(port postgres);Database=mogambo;Username=mogambo;Password=$(cat "$dir/secrets/postgres")" \
    "Mogambo__MasterKeyFile=$dir/secrets/mogambo.key" "Mogambo__RateCard=$programs/rates.example.csv" \
    "Mogambo__Accounts__0__Numbers__0__BaseUrl=$(url simulator)/v25.0" "$@" dotnet "$programs/Mogambo.dll"
}

start_silo() {
  claim "$1" "$(port "$1")" "$(port "$1" 300)" "$(port "$1" 400)"
  start_mogambo "$1" Silo "Mogambo__Cluster__SiloPort=$(port "$1" 300)" "Mogambo__Cluster__GatewayPort=$(port "$1" 400)"
}

start_gateway() {
  claim "$1" "$(port "$1")"
  start_mogambo "$1" Gateway Mogambo__Cluster__StopDelay=00:00:02
}

tell_balancer() { # which gateways there are
  local backend number
  for backend in ready alive; do
    printf 'backend gateways_%s from %s\n' "$backend" "$backend"
    for number in $(nodes gateway); do
      printf '  server gateway-%s 127.0.0.1:%s\n' "$number" "$(port "gateway-$number")"
    done
  done >"$dir/nodes/balancer/gateways.cfg"
  ! running balancer || kill -USR2 "$pid"
}

start_balancer() {
  claim balancer "$(port balancer)"
  mkdir -p "$dir/nodes/balancer"
  tell_balancer
  launch balancer env "MOGAMBO_BALANCER_BIND=127.0.0.1:$(port balancer)" "$haproxy" -W -f "$root/deploy/balancer/haproxy.cfg" -f "$dir/nodes/balancer/gateways.cfg"
}

start() { # NAME, unless it runs
  ! running "$1" || return 0
  printf 'Starting %s\n' "$1"
  case $1 in
    silo-*) start_silo "$1" ;;
    gateway-*) start_gateway "$1" ;;
    *) "start_$1" ;;
  esac
}

readiness() { # NAME: prints "yes", or why not
  local answer path
  running "$1" || { printf 'ended'; return; }
  case $1 in
    postgres)
      if "$postgres/pg_isready" -q -h 127.0.0.1 -p "$(port postgres)"; then printf 'yes'; else printf 'no'; fi
      return ;;
    simulator) path=/ ;;
    balancer) path=/balancer/alive ;;
    *) path=/health/ready ;;
  esac
  if answer=$(curl -s -m 3 -w ' %{http_code}' "$(url "$1")$path") && [ "${answer##* }" = 200 ]; then
    printf 'yes'
  elif [[ $answer =~ \"failed\":\[([^]]*)\] ]]; then
    printf 'no: %s' "${BASH_REMATCH[1]//\"/}"
  else
    printf 'no'
  fi
}

await() { # NAME…: until all are ready
  local name said until=$((SECONDS + patience))
  for name in "$@"; do
    until said=$(readiness "$name") && [ "$said" = yes ]; do
      [ "$said" != ended ] || die "$name ended at its start: $(tail -n 3 "$dir/nodes/$name/log")"
      [ "$SECONDS" -lt "$until" ] || die "$name is not ready after $patience s ($said); see $dir/nodes/$name/log."
      sleep 0.2
    done
  done
}
