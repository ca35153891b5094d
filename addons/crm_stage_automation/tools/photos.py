# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Photos from strangers: looked at by content, drawn anew, never stored as they came.

Nothing of the file survives but its pixels: no place where it was taken, no serial number of a
phone, no script behind the picture. What phones put behind a picture (a short film, a depth map) is
no reason to refuse it; it is not drawn, so it is gone.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

Reason = Literal["too_large", "not_an_image", "too_many_pixels", "damaged"]

MIMETYPE = "image/jpeg"
MAX_BYTES = 15 * 1024 * 1024
# As many as Odoo draws; four bytes each meanwhile.
MAX_PIXELS = 50_000_000
MAX_SIDE = 2048
_QUALITY = 85
_WHITE = (255, 255, 255)
_FORMATS = ("JPEG", "PNG", "WEBP")
# All that Pillow's readers were seen to raise at files that are wrong inside.
_WRONG: tuple[type[Exception], ...] = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, struct.error, zlib.error),
)


class PhotoError(ValueError):
    """The file is not taken; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that can be stored: JPEG, upright, without metadata."""

    data: bytes
    width: int
    height: int


def kind_of(data: bytes) -> str:
    r"""Return what the file is by its first bytes: JPEG, PNG, WEBP, or "".

    >>> kind_of(b"\xff\xd8\xff\xe0"), kind_of(b"\x89PNG\r\n\x1a\n"), kind_of(b"RIFF\0\0\0\0WEBP")
    ('JPEG', 'PNG', 'WEBP')
    >>> kind_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), kind_of(b"GIF89a"), kind_of(b"")
    ('', '', '')
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def clean(data: bytes, max_bytes: int = MAX_BYTES, max_side: int = MAX_SIDE) -> Photo:
    """Return the picture drawn anew, turned as it was held, no side longer than allowed.

    What is transparent becomes white; of a moving picture the first one is taken.

    :raise PhotoError: too large, not a JPEG, PNG or WebP, too many pixels, or damaged.

    >>> drawn = io.BytesIO()
    >>> Image.new("RGB", (400, 100), (200, 0, 0)).save(drawn, "PNG")
    >>> photo = clean(drawn.getvalue(), max_side=200)
    >>> kind_of(photo.data), photo.width, photo.height
    ('JPEG', 200, 50)
    >>> try:
    ...     clean(b"<html><script>alert(1)</script></html>")
    ... except PhotoError as error:
    ...     error.reason
    'not_an_image'
    """
    if len(data) > max_bytes:
        raise PhotoError("too_large")
    kind = kind_of(data)
    if not kind:
        raise PhotoError("not_an_image")
    try:
        return _drawn(data, kind, max_side)
    except PhotoError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoError("too_many_pixels") from error
    except _WRONG as error:
        raise PhotoError("damaged") from error


def _drawn(data: bytes, kind: str, max_side: int) -> Photo:
    """Return the picture of a file that says to be of this kind."""
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise PhotoError("too_many_pixels")
        # A JPEG can be read at a fraction of its size, which costs as little memory.
        image.draft("RGB", (max_side, max_side))
        image.thumbnail((max_side, max_side))
        upright = _opaque(ImageOps.exif_transpose(image))
    # A new picture: an image that was read carries its metadata along into what is saved.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(written.getvalue(), bare.width, bare.height)


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours, on white where one sees through it."""
    if image.mode in ("I;16", "I;16B", "I"):
        # Sixteen bits of grey; a conversion would cut them off at white.
        image = image.point(lambda level: level / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGB", seen.size, _WHITE)
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground
