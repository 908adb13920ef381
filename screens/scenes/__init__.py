"""The screens that are visited, and the Home Assistant that shows them."""

from .scenes import SCENES, Scene
from .stage import Stage, set_up
