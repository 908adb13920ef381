# Shared by the set-up steps: packages of Debian, fetched into a folder of ours.
# Nothing is installed on the machine, so no special rights are needed.
# shellcheck shell=bash

# Packages that are of no use here: compiling uses the machine's own C library.
unused_debian_packages='libc6-dev libc-dev-bin linux-libc-dev zlib1g-dev libexpat1-dev'

# Print the address and the keyring of the Debian mirror that this machine uses.
debian_mirror() {
    local files=() file
    for file in /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list; do
        [[ -r $file ]] && files+=("$file")
    done
    ((${#files[@]})) || return 1
    python3 "$root/scripts/lib/debian_mirror.py" "${files[@]}"
}

# Fetch packages with all they depend on, and unpack them into a folder.
# Usage: fetch_debian_packages SUITE FOLDER PACKAGE...
fetch_debian_packages() {
    local suite=$1 folder=$2 apt=$cache/apt-$1 mirror keyring options deb name
    shift 2
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
    read -r mirror keyring < <(debian_mirror) || return 1
    options=${keyring:+"[signed-by=$keyring] "}
    mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/log"
    : >"$apt/state/status"
    printf 'deb %s%s %s main\n' "$options" "$mirror" "$suite" >"$apt/sources.list"
    debian_settings "$apt" >"$apt/apt.conf"
    find "$apt/cache/archives" -name '*.deb' -delete
    apt-get --config-file "$apt/apt.conf" update || return 1
    apt-get --config-file "$apt/apt.conf" install --yes --download-only "$@" || return 1
    rm -rf "$folder.new"
    for deb in "$apt"/cache/archives/*.deb; do
        name=${deb##*/}
        [[ " $unused_debian_packages " == *" ${name%%_*} "* ]] && continue
        dpkg -x "$deb" "$folder.new" || return 1
    done
    rm -rf "$folder" "$apt"
    mv "$folder.new" "$folder"
}

# Print settings with which apt keeps all its state in the given folder. The
# machine's own settings, such as a proxy, hold where these say nothing.
debian_settings() {
    cat <<EOF
#clear APT::Update;
#clear APT::Architectures;
#clear DPkg;
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Default-Release "";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
Acquire::Languages "none";
Acquire::Retries "2";
Dir::Cache "$1/cache";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
Dir::Log "$1/log";
Dir::State "$1/state";
Dir::State::lists "$1/state/lists";
Dir::State::status "$1/state/status";
EOF
}
