# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small files out of screenshots."""

import io
from pathlib import Path

from PIL import Image

# A page with ten pictures shall still open quickly.
LARGEST = 250_000


def write(screenshot: bytes, target: Path) -> int:
    """Write a screenshot with a palette of its own colours; the size of the file.

    A screen has few colours: what a palette of 256 loses, nobody sees.
    """
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    small = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, optimize=True)
    return target.stat().st_size
