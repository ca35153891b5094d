# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a file of sound is: told by its first bytes, never by its name."""

import struct
from dataclasses import dataclass

# The header of a WAV file without a sound: what a PBX leaves of a call that nobody answered.
EMPTY = 44
_WAVE_PCM = 16


@dataclass(frozen=True, slots=True)
class Sound:
    """A file of sound.

    :param seconds: its length, where the file says it.
    """

    mimetype: str
    suffix: str
    seconds: float | None = None


def sound_of(content: bytes) -> Sound | None:
    """Recognise a file; None for what is no sound, whatever it is called.

    >>> sound_of(b"RIFF" + bytes(4) + b"WAVE" + bytes(40)).mimetype
    'audio/wav'
    >>> [sound_of(head + bytes(60)).suffix for head in (b"ID3", b"OggS", b"fLaC", b"#!AMR")]
    ['mp3', 'ogg', 'flac', 'amr']
    >>> sound_of(b"<html><script>alert(1)</script></html>") is None
    True
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return Sound("audio/wav", "wav", wave_seconds(content))
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] >= b"\xe0"):
        return Sound("audio/mpeg", "mp3")
    if content[4:8] == b"ftyp":
        return Sound("audio/mp4", "m4a")
    known = {
        b"OggS": Sound("audio/ogg", "ogg"),
        b"fLaC": Sound("audio/flac", "flac"),
        b"#!AM": Sound("audio/amr", "amr"),
    }
    return known.get(content[:4])


def is_silent(content: bytes) -> bool:
    """Whether there is nothing to be heard: no more than a header.

    >>> is_silent(wave(0)), is_silent(wave(8000)), is_silent(b"")
    (True, False, True)
    """
    return len(content) <= EMPTY or wave_seconds(content) == 0


def wave_seconds(content: bytes) -> float | None:
    """Return the length of a WAV file; None when it is no such file or a broken one.

    A PBX that was killed leaves a header without a length: what is there counts.

    >>> wave_seconds(wave(8000)), wave_seconds(wave(8000)[:-4000]), wave_seconds(b"RIFF")
    (1.0, 0.75, None)
    """
    at, rate = 12, 0
    while at + 8 <= len(content):
        name = content[at : at + 4]
        (size,) = struct.unpack_from("<I", content, at + 4)
        at += 8
        if name == b"fmt " and at + _WAVE_PCM <= len(content):
            (rate,) = struct.unpack_from("<I", content, at + 8)
        elif name == b"data":
            there = len(content) - at
            return min(size or there, there) / rate if rate else None
        at += size + size % 2
    return None


def wave(samples: int) -> bytes:
    """Make a silent WAV file as a PBX records it: 8,000 samples of 16 bits a second.

    >>> len(wave(0)), wave(1)[:4]
    (44, b'RIFF')
    """
    data = bytes(2 * samples)
    form = struct.pack("<4sIHHIIHH", b"fmt ", _WAVE_PCM, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body
