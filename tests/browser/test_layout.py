"""The check of the screens finds what a person would stumble over."""

from collections.abc import Iterable

from screens.browser import PHONE, opened, started, troubles

LONG = "word " * 40

GOOD = [
    f"<p>{LONG}</p>",
    f"<div style='height: 50px; overflow: auto'><p>{LONG}</p></div>",
    (
        "<div style='height: 50px; overflow: auto'>"
        "<button style='margin-top: 900px'>Below</button></div>"
    ),
    f"<p style='display: none; width: 900px'>{LONG}</p>",
    (
        "<p style='position: absolute; width: 1px; height: 1px; overflow: hidden'>"
        "for ears</p>"
    ),
    f"<div class='cm-editor' style='overflow: auto'><pre>{LONG}</pre></div>",
    "<button disabled style='pointer-events: none'>Not now</button>",
]

BAD = {
    f"<pre>{LONG}</pre>": "sideways",
    f"<div style='overflow: auto'><pre>{LONG}</pre></div>": "sideways",
    "<p style='overflow: hidden; white-space: nowrap; text-overflow: ellipsis'>"
    f"{LONG}</p>": "is cut off at the side",
    f"<div style='height: 30px; overflow: hidden'><p>{LONG}</p></div>": (
        "is cut off below"
    ),
    "<p style='position: absolute; left: -20px'>Start</p>": "“Start” is cut off",
    "<button>Under</button>"
    "<div style='position: fixed; inset: 0; background: white'></div>": (
        "“Under” can't be reached"
    ),
    "<div style='overflow: hidden; width: 200px'>"
    "<button style='position: relative; left: 250px'>Gone</button></div>": (
        "“Gone” is cut off"
    ),
    "<x-box><template shadowrootmode='open'>"
    "<div style='overflow: hidden; width: 60px'><slot></slot></div></template>"
    "<span style='white-space: nowrap'>Behind a slot</span></x-box>": (
        "“Behind a slot” is cut off"
    ),
}


async def _found(contents: Iterable[str]) -> list[str]:
    """Return what is wrong with each page on a phone, a text for each."""
    async with started() as browser, opened(browser, "", PHONE) as page:
        found = []
        for content in contents:
            await page.set_content(f"<body>{content}</body>")
            body = page.locator("body")
            found.append("\n".join(await troubles(body, body)))
        return found


async def test_good_pages() -> None:
    """What can be seen and reached is no trouble."""
    assert await _found(GOOD) == [""] * len(GOOD)


async def test_bad_pages() -> None:
    """Each way to hide something is found, and said which."""
    found = await _found(BAD)
    missed = {
        content: text
        for (content, trouble), text in zip(BAD.items(), found, strict=True)
        if trouble not in text
    }
    assert not missed
