#!/usr/bin/env bash
# A mutation run without survivors says nothing of properties, cached functions, constants.
#
# A good guess: a tool that changes code on purpose and runs the tests changes every
# function that it can parse. If it can't change one, its report says so.
#
# What happens: mutmut 3 puts a switch in place of each function, and can't do that below a
# decorator: `@property`, `@cache` and any of one's own are left as they are, without a
# word. Only `@staticmethod` and `@classmethod` are taken. What a module computes when it
# is imported is left, too. The report counts what was changed, so "all killed" can mean
# that half of a module was never tried.
#
# Who is hurt: code bases with many properties and callbacks. In the module below, a test
# that never looks at three of the six results still leaves no survivor.
#
# Versions: mutmut 3.8.1, pytest 8.4.2. Source: mutmut's own report.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq mutmut==3.8.1 pytest==8.4.2
mkdir -p "$folder/src/energy" "$folder/tests"
cat >"$folder/src/energy/__init__.py" <<'PYTHON'
from functools import cache

DAY = 24 * 3600


def plain(joules):
    return joules / 3600


@cache
def cached(joules):
    return joules / 3600


class Reading:
    def __init__(self, joules):
        self.joules = joules

    def method(self):
        return self.joules / 3600

    @staticmethod
    def static(joules):
        return joules / 3600

    @property
    def hours(self):
        return self.joules / 3600
PYTHON
cat >"$folder/tests/test_energy.py" <<'PYTHON'
from energy import Reading, plain


def test_energy():
    assert plain(7200) == 2
    assert Reading(7200).method() == 2
    assert Reading.static(7200) == 2
PYTHON
cat >"$folder/pyproject.toml" <<'TOML'
[tool.mutmut]
source_paths = ["src"]
pytest_add_cli_args_test_selection = ["tests"]
TOML
cd "$folder"
"$folder/venv/bin/python" -c 'from importlib.metadata import version; print("mutmut", version("mutmut"))'
"$folder/venv/bin/mutmut" run >run.log 2>&1
"$folder/venv/bin/mutmut" results --all true 2>/dev/null | sed -n 's/^ *//p' | sort >results
cat results
for name in plain method static; do
    grep -q "$name.*: killed" results
done
for name in cached hours DAY; do
    if grep -q "$name" results; then exit 1; fi
    echo "$name: never changed"
done
if grep -q survived results; then exit 1; fi
echo "no survivor"

# Seen:
#   mutmut 3.8.1
#   energy.x_plain__mutmut_1: killed
#   energy.x_plain__mutmut_2: killed
#   energy.xǁReadingǁ__init____mutmut_1: killed
#   energy.xǁReadingǁmethod__mutmut_1: killed
#   energy.xǁReadingǁmethod__mutmut_2: killed
#   energy.xǁReadingǁstatic__mutmut_1: killed
#   energy.xǁReadingǁstatic__mutmut_2: killed
#   cached: never changed
#   hours: never changed
#   DAY: never changed
#   no survivor
