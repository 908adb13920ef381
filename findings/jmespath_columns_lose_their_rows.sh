#!/usr/bin/env bash
# Two JMESPath columns of one list no longer belong together if a row lacks a value.
#
# A good guess: `[].sn` and `[].watts` of the same list are as long as the list, with a null
# where a row has nothing, so that the third of one belongs to the third of the other.
#
# What happens: a projection leaves out null, and a key that is missing is null. The second
# list is shorter, everything after the gap has moved up, and `avg([].watts)` divides by the
# rows that are left. `map(&watts, @)` and `[].[sn, watts]` keep the rows, but `sum` of the
# first raises an error, and so does `sort_by` over a row without the key.
#
# Who is hurt: whoever reads serials with one expression and powers with another: from the
# first inverter on that has not reported, each power is shown at the wrong inverter.
#
# Versions: jmespath 1.1.0 (Python). Source: the specification's chapter on wildcard
# expressions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq jmespath==1.1.0
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

import jmespath
from jmespath.exceptions import JMESPathError

# The second inverter has not reported since it was installed.
INVERTERS = [
    {"sn": "A", "watts": 210},
    {"sn": "B"},
    {"sn": "C", "watts": 0},
    {"sn": "D", "watts": 150},
]
EXPECTED = {
    "[].sn": ["A", "B", "C", "D"],
    "[].watts": [210, 0, 150],
    "[].[sn, watts]": [["A", 210], ["B", None], ["C", 0], ["D", 150]],
    "map(&watts, @)": [210, None, 0, 150],
    "avg([].watts)": 120.0,
    "sum(map(&watts, @))": "JMESPathTypeError",
    "sort_by(@, &watts)[].sn": "JMESPathTypeError",
}

print("jmespath", version("jmespath"))
found = {}
for expression in EXPECTED:
    try:
        found[expression] = jmespath.search(expression, INVERTERS)
    except JMESPathError as err:
        found[expression] = type(err).__name__
    print(f"  {expression}: {found[expression]}")
assert found == EXPECTED
pairs = dict(zip(found["[].sn"], found["[].watts"]))
print(f"  zipped: {pairs}")
assert pairs == {"A": 210, "B": 0, "C": 150}
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   jmespath 1.1.0
#     [].sn: ['A', 'B', 'C', 'D']
#     [].watts: [210, 0, 150]
#     [].[sn, watts]: [['A', 210], ['B', None], ['C', 0], ['D', 150]]
#     map(&watts, @): [210, None, 0, 150]
#     avg([].watts): 120.0
#     sum(map(&watts, @)): JMESPathTypeError
#     sort_by(@, &watts)[].sn: JMESPathTypeError
#     zipped: {'A': 210, 'B': 0, 'C': 150}
