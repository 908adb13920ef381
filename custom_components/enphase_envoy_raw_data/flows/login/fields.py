"""The kinds of fields that the forms for a login have."""

from typing import Final

from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

CODE: Final = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))
SECRET: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
SWITCH: Final = BooleanSelector()
TEXT: Final = TextSelector()
