# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures come in as pixels and as nothing else."""

import contextlib
import io
import struct
import zlib

import pytest
from crm_stage_automation_tools.photos import MAX_PIXELS, PhotoError, clean, kind_of
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert(1)</script>"
RED, BLUE = (200, 0, 0), (0, 0, 200)


def picture(kind="JPEG", size=(60, 40), mode="RGB", colour=RED, **options):
    """Return the file of a picture, red on the left and blue on the right."""
    image = Image.new(mode, size, colour)
    if mode == "RGB":
        image.paste(BLUE, (size[0] // 2, 0, *size))
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def read(photo):
    """Return the picture that came out."""
    return Image.open(io.BytesIO(photo.data), formats=["JPEG"])


def exif(orientation=1):
    """Return what a phone writes into a picture."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Secret Maker"
    data.get_ifd(0x8825)[2] = (50.0, 27.0, 0.0)
    return data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds(kind):
    """All become a JPEG of the same picture."""
    data = picture(kind)
    assert kind_of(data) == kind
    photo = clean(data)
    assert (photo.width, photo.height) == (60, 40)
    seen = read(photo).getpixel((5, 5))
    assert seen[0] > 150
    assert seen[2] < 60


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"<html>" + SCRIPT + b"</html>",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
        b"GIF89a" + SCRIPT,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\x00\x00\x00\x1cftypWEBPheic",
        b"<!--" + picture(),
        b"\n" + picture("PNG"),
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
    ],
)
def test_what_is_no_picture_of_ours(data):
    """The name and the type that a browser tells are not even asked for."""
    with pytest.raises(PhotoError) as error:
        clean(data)
    assert error.value.reason == "not_an_image"


@pytest.mark.parametrize(
    "data",
    [
        picture()[:200],
        picture("PNG")[:60],
        picture("WEBP")[:40],
        b"\xff\xd8\xff" + SCRIPT,
        b"\x89PNG\r\n\x1a\n" + SCRIPT,
        b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT,
    ],
)
def test_a_file_that_only_begins_like_a_picture(data):
    """A beginning is not enough."""
    with pytest.raises(PhotoError) as error:
        clean(data)
    assert error.value.reason == "damaged"


def test_what_hides_in_a_picture_is_gone():
    """Comments, texts, what stands behind the picture: none of it comes through."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    for data in (
        picture(comment=SCRIPT),
        picture() + SCRIPT,
        picture("PNG", pnginfo=text),
        picture("PNG") + b"PK\x03\x04" + SCRIPT,
        picture("WEBP", xmp=SCRIPT),
        picture(icc_profile=SCRIPT * 9),
    ):
        assert SCRIPT in data
        assert SCRIPT not in clean(data).data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_gone_and_the_picture_stands_upright(kind):
    """A phone held upright writes how to turn the picture; that is done, and forgotten."""
    data = picture(kind, exif=exif(orientation=6))
    assert b"Secret Maker" in data
    photo = clean(data)
    assert (photo.width, photo.height) == (40, 60)
    image = read(photo)
    # Turned clockwise: what was on the left is above now.
    assert image.getpixel((5, 5))[0] > 150
    assert image.getpixel((5, 55))[2] > 150
    assert not image.getexif()
    assert b"Secret Maker" not in photo.data
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_size_is_bounded():
    """In bytes before anything is read, in pixels before anything is drawn, in length after."""
    with pytest.raises(PhotoError) as error:
        clean(picture(), max_bytes=100)
    assert error.value.reason == "too_large"
    assert clean(picture(), max_bytes=len(picture())).width == 60
    photo = clean(picture(size=(900, 300)), max_side=300)
    assert (photo.width, photo.height) == (300, 100)


def test_a_picture_is_not_made_larger():
    """What is small stays as it is."""
    assert clean(picture(size=(3, 1))).width == 3


@pytest.mark.parametrize("side", [int(MAX_PIXELS**0.5) + 1, 100_000])
def test_a_bomb_of_pixels(side):
    """A small file that says to be of immense size is refused by its first lines."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    data += struct.pack(">I", zlib.crc32(chunk)) + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"
    with pytest.raises(PhotoError) as error:
        clean(data)
    assert error.value.reason == "too_many_pixels"


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGBA", (0, 0, 0, 0), 255),
        ("RGBA", (0, 0, 0, 255), 0),
        ("LA", (0, 0), 255),
        ("L", 128, 128),
        ("1", 1, 255),
        ("I;16", 128 * 257, 128),
        ("P", 0, 0),
    ],
)
def test_ways_to_store_colours(mode, colour, expected):
    """Grey stays grey, and what is transparent is white."""
    seen = read(clean(picture("PNG", mode=mode, colour=colour))).getpixel((5, 5))
    assert all(abs(part - expected) <= 3 for part in seen)


def test_a_picture_for_print():
    """Four colours of ink become three of light."""
    assert read(clean(picture(mode="CMYK", colour=(0, 255, 255, 0)))).mode == "RGB"


SAMPLES = {
    kind: picture(kind, (16, 12), **options)
    for kind, options in {"JPEG": {"exif": exif(3)}, "PNG": {"exif": exif(8)}, "WEBP": {}}.items()
}


# Pillow speaks of every oddity it reads over.
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=300)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 2000),
)
def test_damaged_files_are_refused_or_drawn(kind, changes, cut):
    """Whatever is wrong inside, there is a picture or a reason, never another error."""
    data = bytearray(SAMPLES[kind])
    for place, value in changes:
        data[place % len(data)] = value
    with contextlib.suppress(PhotoError):
        assert kind_of(clean(bytes(data[: cut or None])).data) == "JPEG"
