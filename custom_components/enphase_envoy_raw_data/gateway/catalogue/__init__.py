"""What is known about the endpoints that gateways have."""

from .known import CATALOGUE_FILE, Catalogue, KnownEndpoint, KnownWrite, catalogue
from .locked import LOCKED_PAGES, locked_page
from .notes import NOTES_FILE, Note, all_notes, notes_of, notes_on_reply
from .search import SEARCH_WORDS_FILE
from .topics import TOPICS, topic_of
