"""The gateway that the demo calls, and how it is added."""

from .adding import AddError, add_gateway, wait_until_loaded
from .gateway import (
    POWER,
    USUAL_PORT,
    Gateway,
    Login,
    SimulatedGateway,
    ask_for_login,
    simulated,
)
