"""The screens that are visited, and the Home Assistant that shows them."""

from .scenes import SCENES, WHOLE_WALK_IN, Scene, walks
from .stage import Stage, set_up
