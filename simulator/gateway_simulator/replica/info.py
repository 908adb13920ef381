"""The identity page /info in the XML of each firmware."""

from datetime import datetime
from typing import Any

from .firmware import Firmware


def info_page(
    facts: dict[str, Any], *, firmware: Firmware, serial: str, now: datetime
) -> bytes:
    """Return /info.

    `facts` holds `device` (part number, imeter and so on, by element name),
    `packages` (element texts by package name) and `build_info`, as far as the
    firmware has them.
    """
    newest = firmware.numbers >= (8, 3)
    quote, step = ('"', "\t") if newest else ("'", "  ")
    packages: dict[str, dict[str, str]] = facts["packages"]
    names = sorted(packages) if newest else list(packages)
    device = {"sn": serial, **facts["device"]}
    # The serial comes first, the part number and the firmware next.
    device = {"sn": serial, "pn": device.pop("pn"), "software": firmware.software} | {
        name: text for name, text in device.items() if name != "sn"
    }
    lines = [
        f"<?xml version={quote}1.0{quote} encoding={quote}UTF-8{quote}?>",
        "<envoy_info>",
        f"{step}<time>{int(now.timestamp())}</time>",
        f"{step}<device>",
        *_elements(device, step * 2),
        f"{step}</device>",
    ]
    if firmware.token_login:
        lines.append(f"{step}<web-tokens>true</web-tokens>")
    for name in names:
        # The version of the package named app is the firmware's.
        texts = dict(packages[name])
        if name == "app":
            texts["version"] = firmware.version
        if firmware.numbers < (4,):
            # 3.x has another order; which one exactly is our choice.
            texts = dict(reversed(texts.items()))
        lines += [
            f"{step}<package name={quote}{name}{quote}>",
            *_elements(texts, step * 2),
            f"{step}</package>",
        ]
    if build := facts.get("build_info"):
        lines += [
            f"{step}<build_info>",
            *_elements(build, step * 2),
            f"{step}</build_info>",
        ]
    return "\n".join([*lines, "</envoy_info>", ""]).encode()


def _elements(texts: dict[str, str], indent: str) -> list[str]:
    """Return one line per element."""
    return [f"{indent}<{name}>{text}</{name}>" for name, text in texts.items()]
