"""Simulated gateways in a process of their own."""

from .gateway import Address, Gateway, Seen, running_gateway, running_gateways
from .pages import PAGES, SLOW, USUAL, Page, body_of
from .process import ROOT, Helper, helper
