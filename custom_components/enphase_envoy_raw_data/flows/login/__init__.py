"""The form for address and login, and what comes after it: a code, a token's facts."""

from .login_form import LoginForm
from .login_steps import LoginSteps
from .pasted_token import CHOICES, token_facts
