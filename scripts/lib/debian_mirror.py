"""Print the Debian mirror that this machine's package sources name.

Run by scripts/lib/debian.sh with the machine's own Python 3 and the files to
read. Prints the address, and the keyring if the source names one or Debian's
usual one is there. Fails if no source is Debian's own.
"""

from pathlib import Path
import re
import sys

USUAL_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def read_lines(text):
    """Yield the address and keyring of each source in the one-line format."""
    for line in text.splitlines():
        found = re.match(r"deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s", line)
        if found:
            keyring = re.search(r"signed-by=(\S+)", found["options"] or "")
            yield found["uri"], keyring[1] if keyring else ""


def read_paragraphs(text):
    """Yield the address and keyring of each source in the paragraph format."""
    for paragraph in re.split(r"\n\s*\n", text):
        lines = re.findall(r"^([\w-]+):(.*)$", paragraph, re.MULTILINE)
        fields = {name.lower(): value.strip() for name, value in lines}
        enabled = fields.get("enabled", "yes").lower() != "no"
        if enabled and "deb" in fields.get("types", "").split():
            for uri in fields.get("uris", "").split():
                yield uri, fields.get("signed-by", "")


def is_keyring(path):
    """Tell whether this is a keyring file: sources may also hold a key itself."""
    return path.startswith("/") and Path(path).is_file()


def main():
    """Print the first source whose address ends like one of Debian's own."""
    for name in sys.argv[1:]:
        text = Path(name).read_text(encoding="utf-8", errors="replace")
        read = read_paragraphs if name.endswith(".sources") else read_lines
        for uri, keyring in read(text):
            if re.search(r"/debian(\.list)?/?$", uri):
                keyrings = [keyring, USUAL_KEYRING]
                print(uri, *[path for path in keyrings if is_keyring(path)][:1])
                return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
