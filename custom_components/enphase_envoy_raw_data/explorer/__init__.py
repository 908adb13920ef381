"""The Explorer, a page in the frontend, and what it can't get from the actions."""

from .setup import async_setup_explorer
