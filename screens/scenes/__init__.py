"""The screens of Home Assistant, and the Home Assistant that shows them."""

from .action_tool import ActionTool
from .login_scenes import NAME, start
from .scenes import SCREENS
from .stage import GENERATOR, REPLICA, Stage, set_up
from .texts import words
