# Shared by scripts that use another pyenphase than the one that is locked.
# shellcheck shell=bash

source "$root/scripts/lib/layer.sh"

# Take "--pyenphase END" or "--pyenphase=END" out of the arguments in $rest.
# Sets $end, which is empty if it is not given.
take_pyenphase() {
    local given=("${rest[@]}")
    end=
    rest=()
    while ((${#given[@]})); do
        case ${given[0]} in
            --pyenphase)
                ((${#given[@]} > 1)) || fail "--pyenphase needs a word: lowest or newest."
                end=${given[1]}
                given=("${given[@]:1}")
                ;;
            --pyenphase=*) end=${given[0]#--pyenphase=} ;;
            *) rest+=("${given[0]}") ;;
        esac
        given=("${given[@]:1}")
    done
    [[ -z $end || -f $root/requirements/pyenphase-$end.txt ]] ||
        fail "--pyenphase is lowest or newest, not '$end'."
}

# Make an environment that has this pyenphase and everything else from the one in
# $python. Sets $python to use it.
use_pyenphase() {
    local lock=$root/requirements/pyenphase-$1.txt
    local wanted has
    use_layer "$cache/pyenphase/$1-$ha" "$lock"
    wanted=$(sed -n 's/^pyenphase==\([^ ]*\).*/\1/p' "$lock")
    has=$("$python" -c 'from importlib.metadata import version; print(version("pyenphase"))')
    [[ $has == "$wanted" ]] || fail "pyenphase is $has, and should be $wanted."
    say "With pyenphase $has"
}
