"""Pages about batteries, contacts and tariffs."""

from . import contacts, ensemble_status, storage, tariff
