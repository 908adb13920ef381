"""Cards of a dashboard on the pages show and start what there is."""

from typing import Any

from homeassistant.util import slugify
from homeassistant.util.yaml import parse_yaml
import pytest
import yaml

from .pages import CARD, PAGES, ROOT, Block, blocks, examples

CARDS = [block for page in PAGES for block in blocks(page) if block.note == CARD]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.place)
def test_card(card: Block) -> None:
    """A card shows sensors and starts scripts that the page has made before."""
    of_page = [example for example in examples() if example.block.page == card.page]
    made: dict[str, set[str]] = {
        entity: set()
        for example in of_page
        if "outcome" in example.answers
        for entity in yaml.safe_load(example.answers["outcome"].text)
    }
    for example in of_page:
        config: Any = parse_yaml(example.block.text)
        if "sequence" in config or "use_blueprint" in config:
            made[f"script.{slugify(config.get('alias', ''))}"] = _fields(config)
    used = set()
    given = yaml.safe_load(card.text)
    for part in given["cards"]:
        match part:
            case {"type": "tile", "entity": entity}:
                used.add(entity)
            case {
                "type": "button",
                "name": _,
                "tap_action": {
                    "action": "perform-action",
                    "perform_action": script,
                    **others,
                },
            }:
                used.add(script)
                named = others.get("data", {})
                assert isinstance(named, dict)
                assert named.keys() <= made[script]
                assert others.keys() <= {"data", "confirmation"}
            case _:
                pytest.fail(f"no card that this test knows: {part}")
    assert used
    assert used <= made.keys()


def _fields(config: Any) -> set[str]:
    """Return what a call of a script may name."""
    if use := config.get("use_blueprint"):
        config = parse_yaml((ROOT / "blueprints/script" / use["path"]).read_text())
    return {*config.get("fields", {})}


def test_there_are_cards() -> None:
    """Nothing is proven if none is found."""
    assert CARDS
