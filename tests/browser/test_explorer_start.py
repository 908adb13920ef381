"""The page of the Explorer comes up by itself, however early it is opened."""

from playwright.async_api import Page, expect

from custom_components.enphase_envoy_raw_data.explorer import panel
from screens.browser import WIDE, opened, started

# A Home Assistant that is starting: it doesn't know our commands for some calls, and
# tells when its connection is there again.
_HOME = """(early) => {
  window.calls = 0;
  window.ready = [];
  window.ends = 0;
  const answer = (result) => {
    window.calls += 1;
    if (window.calls <= early) throw { code: "unknown_command", message: "Unknown." };
    return result;
  };
  window.hass = {
    language: "en",
    services: {},
    localize: () => "",
    loadBackendTranslation: async () => (key) => key.split(".").at(-1),
    callWS: async (message) => answer(message.type.endsWith("catalogue")
      ? { topics: [], endpoints: [] }
      : { paths: [] }),
    connection: {
      addEventListener: (name, tell) => window.ready.push(tell),
      removeEventListener: (name, tell) => {
        window.ready = window.ready.filter((one) => one !== tell);
      },
      subscribeMessage: async (tell, message, options) => answer((() => {
        const again = message.type.endsWith("gateways");
        if (options.resubscribe !== again) throw new Error("Not as it should be");
        if (message.type.endsWith("probe")) {
          tell({ total: 9 });
        } else {
          const title = `Envoy ${window.calls}`;
          tell({ gateways: [{
            id: "01", title, state: "loaded", opened_pages: [],
            allowed_endpoints: [], probe: null, who_may_send: "administrators",
          }] });
        }
        return async () => { window.ends += 1; };
      })()),
    },
  };
  const page = document.createElement("enphase-envoy-explorer");
  page.hass = window.hass;
  document.body.replaceChildren(page);
}"""


async def _open(page: Page, early: int) -> None:
    """Open the Explorer in a Home Assistant that first refuses some calls."""
    await page.set_content("<body></body>")
    await page.add_script_tag(path=panel.find_page(), type="module")
    await page.evaluate("customElements.whenDefined('enphase-envoy-explorer')")
    await page.evaluate(_HOME, early)


async def test_too_early() -> None:
    """It says what it waits for, and goes on when it is there."""
    async with started() as browser, opened(browser, "", WIDE) as page:
        await _open(page, 3)
        await expect(page.get_by_role("alert")).to_have_text("not_ready")
        await expect(page.get_by_role("searchbox")).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)


async def test_the_connection_comes_back() -> None:
    """A probe is over with the connection that told it, and the page says so."""
    async with started() as browser, opened(browser, "", WIDE) as page:
        await _open(page, 0)
        await page.get_by_role("button", name="probe", exact=True).click()
        await expect(page.get_by_role("button", name="stop")).to_be_visible()
        await page.evaluate("window.ready.slice().forEach((tell) => tell())")
        await expect(page.get_by_role("alert")).to_have_text("connection_broke")
        await expect(page.get_by_role("button", name="stop")).to_have_count(0)
        # When it is left, it follows nothing more.
        await page.evaluate("document.body.replaceChildren()")
        await page.wait_for_function("window.ends >= 1 && window.ready.length === 0")
