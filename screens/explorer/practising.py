"""The scene of a recording: made in the Explorer, and then practised on."""

from ..browser import ROOT, Screen
from ..scenes import NAME, Stage, start, words
from .reading import ADDRESS, said

# A recording that somebody has on the own computer.
_FILE = ROOT / "custom_components/enphase_envoy_raw_data/recording/bundled.zip"
_STEP = "config.step.practise"


async def practise(screen: Screen, stage: Stage) -> None:
    """Make a recording of a gateway, and practise on another one."""
    await stage.add_gateway()
    await screen.open(ADDRESS)
    page = screen.page.locator("enphase-envoy-explorer")
    await screen.press(said("make_recording"), within=page)
    await screen.press(said("start_recording"), within=page)
    await screen.see("94", within=page)
    await screen.see(said("replaced"), within=page)
    await screen.looks_right(page)
    await stage.clear()
    await start(screen)
    await screen.see(words("config.step.start.title"))
    await screen.looks_right(screen.dialog)
    await screen.select(words("config.step.start.menu_options.practise"))
    await screen.see(words(f"{_STEP}.description"))
    await screen.see("Made here on")
    await screen.looks_right(screen.dialog)
    await screen.page.locator("input[type=file]").set_input_files(_FILE)
    await screen.see(_FILE.name)
    await screen.looks_right(screen.dialog)
    await screen.press("Submit")
    await screen.see("The practice answers from a recording: firmware 8.2.4382")
    await screen.looks_right(screen.dialog)
    await screen.press("Skip and finish")
    await screen.see(NAME)
    await screen.open(ADDRESS)
    await screen.see(said("is_recording_about"), within=page)
    await screen.looks_right(page)
