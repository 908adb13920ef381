"""How many clicks a task takes, with the Explorer and without."""

from dataclasses import replace
import re

from demo.walk import UnexpectedError

from ..browser import ROOT, Screen
from ..scenes import Stage
from .desk import Desk
from .reading import BROAD
from .tasks import Tasks

PAGE = ROOT / "docs" / "explorer.md"
# A row of the table there: the task, its clicks in the tools, those in the Explorer.
ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", re.MULTILINE)

# Counts where a person presses: keys are no clicks, nor is what the page does itself.
_COUNT = """() => addEventListener("pointerdown", () => window.pressed(), true)"""

TASKS = {
    "Find today's production per phase": "production",
    "Make a sensor of it": "sensor",
    "Find out what this gateway offers": "offers",
    "Find the inverters with a German word, and read them": "own_language",
    "Take the power of each inverter out of the reply": "all_inverters",
    "Watch how the production moves, with four reads": "watch",
    "Read what the numbers mean": "meaning",
    "Read a path that is in no list": "unlisted",
    "Change the reserve after a preview": "reserve",
    "Change the generator for half an hour, after a preview": "for_a_while",
    "See who wrote what": "record",
    "Put it back after a preview": "put_back",
}


async def explorer_clicks(screen: Screen, stage: Stage) -> None:
    """Do twelve tasks with the Explorer, and each again in the tools, and count."""
    screen.look = replace(screen.look, width=BROAD)
    await screen.page.set_viewport_size({"width": BROAD, "height": screen.look.height})
    desk = Desk(screen, stage, await stage.add_gateway())

    def pressed() -> None:
        desk.clicks += 1

    await screen.page.expose_function("pressed", pressed)
    await screen.page.add_init_script(f"({_COUNT})()")
    found = []
    for task, name in TASKS.items():
        counts = []
        for way in (f"{name}_by_tool", name):
            await desk.start()
            await getattr(Tasks, way)(desk)
            counts.append(desk.clicks)
        found.append(f"| {task} | {counts[0]} | {counts[1]} |")
        if counts[1] * 2 > counts[0]:
            raise UnexpectedError(f"More than half: {found[-1]}")
    told = ROW.findall(PAGE.read_text(encoding="utf-8"))
    rows = [f"| {task} | {tools} | {explorer} |" for task, tools, explorer in told]
    if rows != found:
        raise UnexpectedError("The clicks are now: " + " ".join(found))
