"""How soon a large reply is on the screen, beside a page that only prints the JSON."""

import json
from pathlib import Path
from statistics import median
from typing import Any

from playwright.async_api import Page
import pytest

from custom_components.enphase_envoy_raw_data.explorer import panel
from screens.browser import WIDE, opened, started

# As a gateway's list of devices, each with some readings.
_DEVICE: dict[str, Any] = {
    "serial": "122330080007",
    "status": {"code": 1, "words": ["ok", "reporting"], "since": 1782903600},
    "readings": [{"channel": channel, "watts": 224.5} for channel in range(4)],
}

# What the printing page may be slower in; the rest is noise on a busy machine.
MOST_TIMES = 1.5
# Seconds. On an idle machine it is a tenth of that.
LONGEST = 2.0
# Runs of each; the middle one counts.
RUNS = 5

# A Home Assistant that knows one gateway, whose reply comes at once.
_HOME = """(text) => {
  window.text = text;
  window.hass = {
    language: "en",
    services: {},
    localize: () => "",
    loadBackendTranslation: async () => (key) => key.split(".").at(-1),
    callWS: async (message) => {
      if (message.type === "call_service") {
        const metadata = {
          status: 200, content_type: "", bytes: text.length, duration: 0.1, age: 0,
          read_at: "2026-01-01T00:00:00Z", from_cache: false, attempts: 1,
        };
        const value = JSON.parse(window.text);
        return { response: { "/big": value, metadata: { "/big": metadata } } };
      }
      return message.type.endsWith("catalogue")
        ? { topics: [], endpoints: [] }
        : { paths: [] };
    },
    connection: {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      subscribeMessage: async (tell) => {
        tell({ gateways: [{
          id: "01", title: "Envoy", state: "loaded", opened_pages: [],
          allowed_endpoints: [], probe: null, who_may_send: "administrators",
        }] });
        return async () => undefined;
      },
    },
  };
}"""

# From the click to the frame after the one that has it.
_PAINTED = """
  const painted = () => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  });
"""

_EXPLORER = f"""async () => {{
  {_PAINTED}
  location.hash = "#endpoint=/big";
  const page = document.createElement("enphase-envoy-explorer");
  page.hass = window.hass;
  document.body.replaceChildren(page);
  const found = async (look) => {{
    for (;;) {{
      const element = look();
      if (element) return element;
      await new Promise((done) => setTimeout(done, 0));
    }}
  }};
  const reader = await found(
    () => page.shadowRoot.querySelector("enphase-explorer-reader"));
  const button = await found(() => reader.shadowRoot.querySelector("button.act"));
  await painted();
  const begun = performance.now();
  button.click();
  const value = await found(() => reader.shadowRoot.querySelector("#whole"));
  const kinds = "enphase-explorer-tree, enphase-explorer-table";
  const tree = await found(() => value.shadowRoot.querySelector(kinds));
  await found(() => tree.shadowRoot.querySelector("button"));
  return (await painted()) - begun;
}}"""

_PRINTED = f"""async () => {{
  {_PAINTED}
  const page = document.createElement("pre");
  document.body.replaceChildren(page);
  await painted();
  const begun = performance.now();
  const result = await window.hass.callWS({{ type: "call_service" }});
  page.textContent = JSON.stringify(result.response["/big"]);
  return (await painted()) - begun;
}}"""


async def _measured(page: Page, value: Any) -> tuple[float, float]:
    """Return the seconds of the Explorer and those of a page that only prints."""
    await page.set_content("<body></body>")
    await page.add_script_tag(path=panel.find_page(), type="module")
    await page.evaluate("customElements.whenDefined('enphase-envoy-explorer')")
    await page.evaluate(_HOME, json.dumps(value))
    times: dict[str, list[float]] = {_EXPLORER: [], _PRINTED: []}
    # In turn, so that both meet the same load.
    for _ in range(RUNS):
        for script, measured in times.items():
            measured.append(await page.evaluate(script) / 1000)
    return median(times[_EXPLORER]), median(times[_PRINTED])


@pytest.mark.parametrize("shape", ["tree", "table"])
async def test_a_megabyte_is_painted_at_once(
    shape: str, record_property: Any, tmp_path: Path
) -> None:
    """It takes no longer than printing it, whether as a tree or a table."""
    devices = [_DEVICE] * 4_300
    value = devices if shape == "table" else {"devices": {"all": devices}}
    assert len(json.dumps(value)) > 1_000_000
    async with started() as browser, opened(browser, "", WIDE) as page:
        explorer, printed = await _measured(page, value)
    record_property("explorer", explorer)
    record_property("printed", printed)
    print(f"{shape}: {explorer * 1000:.0f} ms, printed {printed * 1000:.0f} ms")  # noqa: T201
    assert explorer < LONGEST
    assert explorer <= MOST_TIMES * printed


async def test_eight_megabytes_are_drawn_bit_by_bit() -> None:
    """Only what is open is on the page, however long the list."""
    value = {"devices": [_DEVICE] * 34_000}
    assert len(json.dumps(value)) > 8_000_000
    async with started() as browser, opened(browser, "", WIDE) as page:
        explorer, _ = await _measured(page, value)
        await page.evaluate(_EXPLORER)
        tree = page.locator("enphase-explorer-tree")
        await tree.get_by_role("button", name="open_part devices").click()
        lines = await tree.get_by_role("treeitem").count()
        assert 100 <= lines < 200
        await tree.get_by_role("button", name="show_more").click()
        more = await tree.get_by_role("treeitem").count()
        assert lines < more < 300
    assert explorer < LONGEST * 5
