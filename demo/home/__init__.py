"""A Home Assistant of its own, and the way to talk to it."""

from .api import ApiError, HomeAssistantApi, Json, User
from .configuration import DOMAIN, INTEGRATION
from .home_assistant import CloudAddresses, HomeAssistant, StartError, free_port
from .log import complaints
