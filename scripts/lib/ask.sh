# Shared by scripts/lock and scripts/beta: ask a Home Assistant what it needs.
# shellcheck shell=bash

# Packages whose limits by Home Assistant don't hold here.
overridden=$(sed -n 's/^\([a-z-]*\)>=.*/\1/p' "$root/requirements/overrides.txt" | paste -sd '|')

# Make an environment with one Home Assistant only, in the folder $1. Writes what it
# limits all packages to, and what its own integrations ask for.
# Usage: ask_home_assistant VENV REQUIREMENT LIMITS COMPONENTS
ask_home_assistant() {
    local packages
    quietly "$uv" --no-config venv --no-project \
        --clear --no-python-downloads --python "$base_python" "$1"
    step "Installing ${2/==/ }" "$uv" --no-config pip install --python "$1/bin/python" "$2" ||
        fail "$2 could not be installed (details in $log); check the network and try again."
    packages=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    grep -viE "^($overridden)==" "$packages/homeassistant/package_constraints.txt" >"$3"
    "$1/bin/python" "$root/scripts/lib/component_requirements.py" >"$4" 2>>"$log" ||
        fail "the manifests of $2 could not be read (details in $log)."
}
