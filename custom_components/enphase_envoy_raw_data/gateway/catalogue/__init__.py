"""What is known about the endpoints that gateways have."""

from .known import CATALOGUE_FILE, Catalogue, KnownEndpoint, KnownWrite, catalogue
from .locked import LOCKED_PAGES, locked_page
from .search import SEARCH_WORDS_FILE
