"""The actions of the integration, a file for each."""

from .forms import async_setup_forms, load_forms
from .setup import async_setup_actions
