# Shared by the set-up steps: run a long command with a sign of life and a log.
# shellcheck shell=bash

log=$cache/setup.log
dots=

stop_dots() {
    [[ -z $dots ]] || kill "$dots" 2>/dev/null || true
    dots=
}
trap stop_dots EXIT

# Run a command; its output goes to the log. Shows what is done, and a dot every
# two seconds. With $not_done, says that instead of "failed".
# Usage: step TEXT COMMAND [ARGUMENT...]
step() {
    local text=$1 began=$SECONDS result=0
    shift
    printf '%s' "$text" >&2
    # The dots must not hold on to the lock of scripts/setup, which is open as 9.
    (while sleep 2 >/dev/null 2>&1 && kill -0 $$; do printf ' .' >&2; done) 9>&- &
    dots=$!
    quietly "$@" || result=$?
    stop_dots
    if ((result == 0)); then
        say " done ($((SECONDS - began)) s)"
    else
        say " ${not_done:-failed} ($((SECONDS - began)) s)"
    fi
    return "$result"
}

# Run a command; it and its output go to the log only.
quietly() {
    printf '\n$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null
}
