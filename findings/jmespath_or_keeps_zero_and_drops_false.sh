#!/usr/bin/env bash
# In JMESPath, `power || `-1`` keeps a 0, and `closed || `true`` turns false into true.
#
# A good guess: `||` gives the right side where the left one is missing; or, as in
# JavaScript and Python, where it is anything that counts as false, 0 included.
#
# What happens: neither. False are null, false, "", [] and {}, and a number never is. So
# the same idiom for a default is right for a power of 0, and wrong for a contact that is
# open (false) and for a list that is empty.
#
# Who is hurt: `select: "mains_oper_closed || `true`"`: a house off the grid reads as on
# the grid.
#
# Versions: jmespath 1.1.0 (Python). Source: the specification's "or expressions";
# jmespath/visitor.py (`_is_false`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq jmespath==1.1.0
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

import jmespath

RELAY = {"power": 0, "closed": False, "contacts": [], "name": ""}
EXPECTED = {
    "power || `-1`": 0,
    "missing || `-1`": -1,
    "closed || `true`": True,
    "contacts || `[9]`": [9],
    "name || 'unknown'": "unknown",
    # What tells a value that is there from one that isn't.
    "not_null(closed, `true`)": False,
    "not_null(contacts, `[9]`)": [],
}

print("jmespath", version("jmespath"))
for expression, expected in EXPECTED.items():
    found = jmespath.search(expression, RELAY)
    print(f"  {expression} gives {found!r}")
    assert found == expected
    assert type(found) is type(expected)
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   jmespath 1.1.0
#     power || `-1` gives 0
#     missing || `-1` gives -1
#     closed || `true` gives True
#     contacts || `[9]` gives [9]
#     name || 'unknown' gives 'unknown'
#     not_null(closed, `true`) gives False
#     not_null(contacts, `[9]`) gives []
