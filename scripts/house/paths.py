# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where things are, how we talk, and the small file primitives every module uses."""

import contextlib
import fcntl
import hashlib
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("SALES_DESK_LOCAL") or ROOT / ".local").absolute()
ADDONS = ROOT / "addons"

_STARTED = time.monotonic()
# What PostgreSQL, nginx and the shell take without any quoting question.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


class HouseError(Exception):
    """Something the user has to know, as one clear sentence."""


def say(message: str) -> None:
    """Print a progress line with the seconds since the start."""
    print(f"[{time.monotonic() - _STARTED:4.0f} s] {message}", file=sys.stderr, flush=True)


def write_atomic(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that a reader sees either the old text or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def read_text(path: Path) -> str:
    """The text of a small file, empty when there is none."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def ensure_local() -> Path:
    """Create the folder that holds everything we fetch and make."""
    try:
        LOCAL.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HouseError(
            f"cannot write to {LOCAL} ({error.strerror}): set SALES_DESK_LOCAL to a folder of yours"
        ) from error
    if not os.access(LOCAL, os.W_OK | os.X_OK):
        raise HouseError(f"cannot write to {LOCAL}: set SALES_DESK_LOCAL to a folder of yours")
    return LOCAL


@contextlib.contextmanager
def lock(name: str) -> Iterator[int]:
    """Let one process at a time do the work called ``name``; the others wait and say so.

    The kernel frees the lock when its holder dies, so a killed run leaves nothing behind. The
    file descriptor is for children that may outlive us (``pass_fds``): they then hold it too.
    """
    path = ensure_local() / f".{name}.lock"
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another process of this checkout is busy with '{name}': waiting for it")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream.fileno()


def digest(*parts: str, length: int = 12) -> str:
    """A short stable key of some texts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogateescape"))
        whole.update(b"\0")
    return whole.hexdigest()[:length]


def is_plain(path: Path) -> bool:
    """Whether a path needs no quoting in anybody's configuration file.

    >>> is_plain(Path("/home/a/desk")), is_plain(Path("/home/a b/desk"))
    (True, False)
    """
    return bool(_PLAIN_PATH.fullmatch(str(path)))


def shared_base() -> Path:
    """A folder for services of other users, of plain name, when LOCAL does not do.

    The name carries a hash of LOCAL, so that two checkouts never meet.
    """
    return Path("/var/tmp") / f"sales-desk-{os.getuid()}-{digest(str(LOCAL), length=10)}"
