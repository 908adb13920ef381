"""The ways to call that are compared, and what is called."""

OURS = "ours"
REST_COMMAND = "rest_command"
AIOHTTP = "aiohttp"

READ = "read"
WRITE = "write"
