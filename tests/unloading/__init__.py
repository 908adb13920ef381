"""With real files: everything is interrupted everywhere, and files are odd."""
