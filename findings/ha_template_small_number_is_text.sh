#!/usr/bin/env bash
# A template that renders 0.00005 gives text, the same number in a list stays a number.
#
# A good guess: a template of one number gives that number, whatever its size; the type
# doesn't depend on how many digits it has.
#
# What happens: what is rendered is text first, and becomes a number only if it has no
# exponent. Python writes floats below 0.0001 and from 1e16 on with one, so they leave as
# text. In a list or a dictionary the same value stays a float. A literal 0.00005 outside
# of braces is a number too, since it is rendered as it is written.
#
# Who is hurt: `data: {rate: "{{ new_rate }}"}`: a tariff of 0.0001 leaves as a number,
# one of 0.00005 as the text "5e-05". Devices refuse that, or keep the text.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/helpers/template (`_IS_NUMERIC`, `_parse_result`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
from homeassistant.const import __version__
from homeassistant.helpers.template import Template

LOOKED_AT = {
    "{{ 0.0001 }}": 0.0001,
    "{{ 0.00005 }}": "5e-05",
    "{{ [0.00005] }}": [0.00005],
    "{{ {'rate': 0.00005} }}": {"rate": 0.00005},
    "0.00005": 0.00005,
    "{{ 1e15 }}": 1e15,
    "{{ 1e16 }}": "1e+16",
}


async def test_numbers(hass):
    print("\nHome Assistant", __version__)
    for template, expected in LOOKED_AT.items():
        found = Template(template, hass).async_render()
        print(f"  {template} gives {found!r}")
        assert found == expected
        assert isinstance(found, type(expected))
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     {{ 0.0001 }} gives 0.0001
#     {{ 0.00005 }} gives '5e-05'
#     {{ [0.00005] }} gives [5e-05]
#     {{ {'rate': 0.00005} }} gives {'rate': 5e-05}
#     0.00005 gives 5e-05
#     {{ 1e15 }} gives 1000000000000000.0
#     {{ 1e16 }} gives '1e+16'
#   1 passed
