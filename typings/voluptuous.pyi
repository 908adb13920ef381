"""What Home Assistant puts in place of voluptuous from 2026.9 on."""

from probatio import *
