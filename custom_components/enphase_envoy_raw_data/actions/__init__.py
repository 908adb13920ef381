"""The actions of the integration, a file for each."""

from .forms import async_setup_forms, load_forms
from .send import async_carry_out
from .setup import async_setup_actions
