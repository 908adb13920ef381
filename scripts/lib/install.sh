# All that is needed to install: for scripts/setup and scripts/lock.
# shellcheck shell=bash

source "$root/scripts/lib/steps.sh"
source "$root/scripts/lib/debian.sh"
source "$root/scripts/lib/uv.sh"
source "$root/scripts/lib/python.sh"
