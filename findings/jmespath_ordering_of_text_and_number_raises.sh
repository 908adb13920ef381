#!/usr/bin/env bash
# Where a number meets text, jmespath's `<` and `>` end with Python's TypeError.
#
# A good guess: the specification says that ordering operators give null for anything but
# numbers, so `[?reading > '0']` gives an empty list; or jmespath raises one of its own
# errors, all of which have JMESPathError as their base.
#
# What happens: numbers and texts both pass its check of what can be ordered, each with
# itself. A number against a text reaches Python's own comparison, which raises a bare
# TypeError: `except JMESPathError` doesn't see it. Two texts are ordered as texts, so
# '9' is more than '10'.
#
# Who is hurt: whoever takes expressions from users, since devices send some numbers as
# text ("currW": "12.5") and quotes around a number are an easy slip.
#
# Versions: jmespath 1.1.0 (Python). Source: the specification's "ordering operators";
# jmespath/visitor.py (`_is_comparable`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq jmespath==1.1.0
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

import jmespath
from jmespath.exceptions import JMESPathError

READINGS = [{"w": 12}, {"w": "10"}]

print("jmespath", version("jmespath"))
for expression in ("[0].w > '5'", "[?w > `5`]"):
    try:
        jmespath.search(expression, READINGS)
    except TypeError as error:
        told = f"{type(error).__name__}, a JMESPathError: {isinstance(error, JMESPathError)}"
        print(f"  {expression} raises {told}")
        assert not isinstance(error, JMESPathError)
    else:
        raise AssertionError(expression)
for expression, expected in (("'9' > '10'", True), ("[0] > `5`", None)):
    found = jmespath.search(expression, READINGS)
    print(f"  {expression} gives {found}")
    assert found is expected
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   jmespath 1.1.0
#     [0].w > '5' raises TypeError, a JMESPathError: False
#     [?w > `5`] raises TypeError, a JMESPathError: False
#     '9' > '10' gives True
#     [0] > `5` gives None
