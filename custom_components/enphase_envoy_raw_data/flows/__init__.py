"""The forms of the dialogs: login, options, repairs."""

from .login import LoginForm, LoginSteps
from .new_gateway import abort_if_taken, exchange
from .options_form import RawDataOptionsFlow
from .pages import next_pages
from .practice_steps import PracticeSteps
from .repairs import async_create_fix_flow
