# shellcheck shell=bash disable=SC2154
# Processes of cluster.sh. A pid counts only with the time it was started at, so that a number that the system uses again is never taken
# for one of ours.

started_at() { # prints nothing for one that has ended, waited for by its parent or not
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -r -a stat <<<"${stat##*) }"
  [ "${stat[0]}" = Z ] || printf '%s' "${stat[19]}"
}

note() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$dir/nodes/$1/pid"; }

running() { # sets pid
  local start
  pid=""
  [ -f "$dir/nodes/$1/pid" ] && read -r pid start <"$dir/nodes/$1/pid" || return 1
  [ -n "${start:-}" ] && [ "$(started_at "$pid")" = "$start" ]
}

launch() { # NAME COMMAND…
  local name=$1
  shift
  mkdir -p "$dir/nodes/$name"
  (cd "$dir" && exec setsid "$@" >>"$dir/nodes/$name/log" 2>&1 </dev/null 9>&-) &
  note "$name" $!
}

gone() { # NAME SECONDS: waits until it has ended
  local until=$((SECONDS + $2))
  while running "$1"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.1
  done
}

ask() { # NAME: tells it to stop
  running "$1" || return 0
  case $1 in
    postgres) kill -INT "$pid" ;;
    *) kill -TERM "$pid" ;;
  esac
}

end() { # NAME: at once
  running "$1" || return 0
  case $1 in
    balancer) kill -9 -- "-$pid" ;;   # it has a worker
    *) kill -9 "$pid" ;;
  esac
  gone "$1" 10
}
