"""Calls for several gateways: asked side by side, written one after the other."""

from .asking import described, failures, names_of, parts_of, side_by_side
from .reply import ATTR_SELECT_ALL, ReplyRoom, whole_reply, whole_selection
from .send_several import async_send_data
