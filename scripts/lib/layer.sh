# Shared by scripts that lay other packages over an environment.
# shellcheck shell=bash

# Make an environment with the packages of a lock file, and below them everything of
# the one in $python. Sets $python to use it.
use_layer() {
    local venv=$1 lock=$2 below
    source "$root/scripts/lib/install.sh"
    have_uv
    below=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    "$uv" --quiet venv --no-project --no-python-downloads --clear --python "$python" "$venv" ||
        fail "$venv could not be made; remove it and try again."
    "$uv" --quiet pip sync --require-hashes --python "$venv/bin/python" "$lock" ||
        fail "requirements/${lock##*/} could not be installed; check the network and try again."
    # Comes after what is installed here, so that what is also below is not seen.
    printf 'import site; site.addsitedir("%s")\n' "$below" \
        >"$(echo "$venv"/lib/python3*/site-packages)/below.pth"
    python=$venv/bin/python
}
