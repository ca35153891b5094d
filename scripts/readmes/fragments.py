# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is written by hand: the manifest and the fragments of an add-on."""

import ast
from dataclasses import dataclass
from pathlib import Path

# Fragment -> its headline in the generated pages, in the order of the pages.
SECTIONS = {
    "DESCRIPTION": "",
    "CONTEXT": "Context",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "DEVELOP": "Development",
    "ROADMAP": "Known limits and roadmap",
    "HISTORY": "Changelog",
}


@dataclass(frozen=True, slots=True)
class Addon:
    """An add-on as its pages need it."""

    path: Path
    title: str
    summary: str
    version: str
    licence: str
    author: str
    depends: tuple[str, ...]
    libraries: tuple[str, ...]
    fragments: dict[str, str]

    @property
    def name(self) -> str:
        """The technical name."""
        return self.path.name


def load(path: Path) -> Addon:
    """Read an add-on's manifest and fragments; a fragment that is missing is simply absent."""
    manifest = ast.literal_eval((path / "__manifest__.py").read_text(encoding="utf-8"))
    files = {name: path / "readme" / f"{name}.md" for name in SECTIONS}
    return Addon(
        path=path,
        title=manifest["name"],
        summary=manifest.get("summary", ""),
        version=manifest["version"],
        licence=manifest["license"],
        author=manifest["author"],
        depends=tuple(manifest["depends"]),
        libraries=tuple(manifest.get("external_dependencies", {}).get("python", ())),
        fragments={
            name: file.read_text(encoding="utf-8").strip()
            for name, file in files.items()
            if file.exists()
        },
    )
