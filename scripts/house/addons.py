# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our add-ons as the file system shows them: manifests, order, what they need of core."""

import ast
from dataclasses import dataclass
from pathlib import Path

from house.paths import ADDONS

# Accounting puts required columns on contacts and a chart of accounts into every company: what is
# loaded or measured without it stays without it.
HEAVY = {"account"}


@dataclass(frozen=True, slots=True)
class Addon:
    """One of our add-ons."""

    name: str
    path: Path
    depends: tuple[str, ...]
    python: tuple[str, ...]
    is_glue: bool = False


def read(folder: Path = ADDONS) -> dict[str, Addon]:
    """Our installable add-ons by name."""
    found = {}
    for file in sorted(folder.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(file.read_text(encoding="utf-8"))
        if manifest.get("installable", True):
            needs = manifest.get("external_dependencies", {}).get("python", [])
            name = file.parent.name
            found[name] = Addon(
                name,
                file.parent,
                tuple(manifest.get("depends", ["base"])),
                tuple(needs),
                bool(manifest.get("auto_install")),
            )
    return found


def light(ours: dict[str, Addon]) -> dict[str, Addon]:
    """Those of ours that stand on nothing heavy, not even through another one of ours.

    >>> a = Addon("a", Path("a"), ("crm",), ())
    >>> b = Addon("b", Path("b"), ("account",), ())
    >>> glue = Addon("glue", Path("glue"), ("a", "b"), (), is_glue=True)
    >>> list(light({"a": a, "b": b, "glue": glue}))
    ['a']
    """

    def is_heavy(name: str) -> bool:
        return name in HEAVY or (name in ours and any(map(is_heavy, ours[name].depends)))

    return {name: addon for name, addon in ours.items() if not is_heavy(name)}


def core_modules(ours: dict[str, Addon]) -> list[str]:
    """The modules of Odoo that our add-ons stand on (with crm, so that the list is never empty).

    >>> a = Addon("a", Path("a"), ("crm", "b"), ())
    >>> b = Addon("b", Path("b"), ("website_crm",), ())
    >>> core_modules({"a": a, "b": b})
    ['contacts', 'crm', 'website_crm']
    """
    needed = {name for addon in ours.values() for name in addon.depends if name not in ours}
    return sorted(needed | {"crm", "contacts"})
