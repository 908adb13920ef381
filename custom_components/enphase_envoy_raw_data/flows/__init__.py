"""The dialogs: add a gateway, log in again, reconfigure, options, repairs."""

from .gateway_flow import RawDataConfigFlow
from .repairs import async_create_fix_flow
