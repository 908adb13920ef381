# Shared by the set-up steps: have a Python that Home Assistant runs on.
# shellcheck shell=bash

lowest_python=3.14.2
debian_python=$cache/python3.14

# A Python that starts, is new enough and has the parts that distributions split off.
python_works() {
    quietly "$1" -I -c '
import sys
if not (3, 14, 2) <= sys.version_info[:3] < (3, 15):
    sys.exit("not a Python from 3.14.2 to 3.14.x")
import asyncio, bz2, ctypes, lzma, readline, sqlite3, ssl, venv, zlib
'
}

# Set $base_python: one that is there, one that uv installs, or one of Debian's.
have_python() {
    base_python=${PYTHON314:-}
    if [[ -n $base_python ]]; then
        python_works "$base_python" ||
            fail "PYTHON314=$base_python is not a working Python $lowest_python or newer (details in $log)."
        return
    fi
    find_python || install_python || unpack_python ||
        fail "Python 3.14 could not be had: tried PATH, uv's builds and Debian's packages" \
            "(details in $log); install Python $lowest_python or newer, or set PYTHON314" \
            "to its path, and run scripts/setup again."
}

find_python() {
    base_python=$(command -v python3.14) && python_works "$base_python" && return
    # First where uv puts a Python for everybody, then where it puts ours.
    base_python=$(env -u UV_PYTHON_INSTALL_DIR "$uv" python find --system --no-project \
        --no-python-downloads ">=$lowest_python,<3.15" 2>>"$log") &&
        python_works "$base_python" && return
    base_python=$("$uv" python find --system --no-project --managed-python \
        --no-python-downloads ">=$lowest_python,<3.15" 2>>"$log") &&
        python_works "$base_python" && return
    base_python=$debian_python/usr/bin/python3.14
    [[ -f $debian_python/unpacked ]] && { python_works "$base_python" || patch_python; } &&
        python_works "$base_python"
}

# The download is refused or fails within seconds where its host is out of reach.
install_python() {
    local not_done="out of reach, trying another way"
    UV_HTTP_TIMEOUT=15 UV_HTTP_RETRIES=0 step "Downloading Python 3.14" \
        "$uv" python install --no-bin ">=$lowest_python,<3.15" || return 1
    find_python
}

unpack_python() {
    command -v apt-get >/dev/null || return 1
    have_patchelf
    step "Unpacking Debian's Python 3.14 instead" fetch_python || return 1
    base_python=$debian_python/usr/bin/python3.14
    python_works "$base_python"
}

fetch_python() {
    fetch_debian_packages testing "$debian_python" python3.14 libpython3.14-dev || return 1
    cp "$debian_python/usr/bin/python3.14" "$debian_python/python3.14.orig"
    patch_python || return 1
    touch "$debian_python/unpacked"
}

# Bind the program to the libraries unpacked beside it, wherever the clone is now.
patch_python() {
    local program=$debian_python/usr/bin/python3.14 loader libraries headers
    have_patchelf
    loader=$(find "$debian_python/usr/lib" -name 'ld-linux*.so.*' | head -n 1)
    [[ -n $loader ]] || return 1
    libraries=${loader%/*}
    # Debian keeps pyconfig.h apart; compilers look for it beside Python.h.
    headers=$debian_python/usr/include/python3.14/${libraries##*/}
    [[ -e $headers ]] || ln -sfn "../${libraries##*/}" "$headers"
    rm -f "$program"
    cp "$debian_python/python3.14.orig" "$program"
    quietly "$patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$program"
}
