"""Calls for several gateways: asked side by side, written one after the other."""

from .asking import described_error, failures, parts_of, side_by_side, titles_of
from .reply import ATTR_SELECT_ALL, ReplyRoom, whole_reply, whole_selection
from .send_several import async_send_data
