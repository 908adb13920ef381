# Shared by all scripts: where things are, how they talk, which versions there are.
# shellcheck shell=bash

# The files in a clone are the same whatever folder it is in and is called from.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cache=$root/.cache

default_ha=2026.10.4

# Compiled modules stay out of the source folders, and are kept for the next run.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
export PYTHONPYCACHEPREFIX=$cache/pycache

# Progress goes to standard error, so that a script's own output stays clean.
say() { printf '%s\n' "$*" >&2; }

fail() {
    say "Error: $*"
    exit 1
}

# The Home Assistant versions with a lock file, on one line.
supported_ha() {
    local file versions=()
    for file in "$root"/requirements/ha-*.txt; do
        file=${file##*/ha-}
        versions+=("${file%.txt}")
    done
    printf '%s' "${versions[*]}"
}

# Is there a test plugin for a version? Most tests need one that is made for it.
has_test_plugin() {
    grep -q '^pytest-homeassistant-custom-component==' "$root/requirements/ha-$1.txt"
}

# Print the path of the browser that tests/browser would use, or fail.
find_browser() { python3 "$root/screens/browser/chromium.py"; }

# Print what stands at the top of the script, and stop, if that is asked for.
help_if_asked() {
    [[ ${1:-} == -h || ${1:-} == --help ]] || return 0
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0"
    exit
}

# Take "--ha VERSION" or "--ha=VERSION" out of the arguments.
# Sets $ha and, with everything else in its order, the array $rest.
take_ha() {
    ha=$default_ha
    rest=()
    while (($#)); do
        case $1 in
            --ha)
                (($# > 1)) || fail "--ha needs a version: one of $(supported_ha)."
                ha=$2
                shift
                ;;
            --ha=*) ha=${1#--ha=} ;;
            *) rest+=("$1") ;;
        esac
        shift
    done
    [[ -n $ha && -f $root/requirements/ha-$ha.txt ]] ||
        fail "Home Assistant '$ha' is not supported: choose one of $(supported_ha)."
}

# The environment that belongs to a Home Assistant version.
venv_of() {
    if [[ $1 == "$default_ha" ]]; then
        printf '%s' "$root/.venv"
    else
        printf '%s' "$root/.venv-$1"
    fi
}

# Make the environment of a Home Assistant version ready; sets $python to use it.
use_venv() {
    "$root/scripts/setup" --ha "$1"
    # shellcheck disable=SC2034  # for the script that calls this
    python=$(venv_of "$1")/bin/python
}
