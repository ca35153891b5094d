# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the name of an Asterisk channel and a dial string say."""

import re
from collections.abc import Callable

Internal = Callable[[str], bool]

# "PJSIP/101-0000002a", "SIP/anna-0000002a"; the part behind the dash numbers the channel.
_NAME = re.compile(r"[^/]+/(.+)-[0-9a-f]+\Z")
_AGENT = re.compile(r"(?:PJS|S)IP/\d{2,6}-[0-9a-f]{8}\Z")
_LOCAL = re.compile(r"(Local/.+);([12])\Z")
# Marks on the names of channels that change places.
_MARK = re.compile(r"(?:<(?:MASQ|ZOMBIE)>)+\Z")
# The PBX's own helpers: mixers, announcements, listening devices, text messages.
_SERVICE = frozenset(
    "Announcer AsyncGoto Bridge CBAnn CBRec ConfBridge ConfBridgeRecorder Local Message "
    "MulticastRTP Recorder Snoop Surrogate UnicastRTP".split()
)
_NUMBER = re.compile(r"\+?[\d*#]{3,}\Z")
_PUBLIC_NUMBER = re.compile(r"\+?\d{7,}\Z")
_NOT_DIALLED = frozenset({"", "s", "h", "i", "t", "e", "<unknown>", "<null>"})


def clean_name(name: str) -> str:
    """Leave out the marks of a channel that is being replaced.

    >>> clean_name("PJSIP/101-0000002a<ZOMBIE>")
    'PJSIP/101-0000002a'
    """
    return _MARK.sub("", name)


def is_agent(name: str) -> bool:
    """Whether a channel is an agent's, unless the caller knows better: a short numeric extension.

    >>> [is_agent(name) for name in ("PJSIP/101-0000002a", "SIP/2001-0000002a")]
    [True, True]
    >>> [is_agent(name) for name in ("PJSIP/trunk-0000002a", "PJSIP/380441000101-0000002a")]
    [False, False]
    >>> is_agent("Local/101@queue-0000002a;1"), is_agent("PJSIP/trunk-101-0000002a")
    (False, False)
    """
    return _AGENT.match(name) is not None


def extension(name: str) -> str | None:
    """Return whose channel it is, by the exact shape of the name.

    >>> extension("PJSIP/101-0000002a"), extension("PJSIP/anna-maria-0000002a")
    ('101', 'anna-maria')
    >>> extension("PJSIP/101") is None
    True
    """
    found = _NAME.match(name)
    return found.group(1) if found else None


def is_party(name: str) -> bool:
    """Whether somebody may be at the other end: halves of Local channels and helpers are nobody.

    >>> is_party("PJSIP/trunk-0000002a"), is_party("Local/101@queue-0000002a;1")
    (True, False)
    """
    technology, slash, _rest = name.partition("/")
    return bool(slash) and technology not in _SERVICE


def local_pair(name: str) -> str | None:
    """Return what both halves of a Local channel have in common, None for other channels.

    >>> local_pair("Local/101@queue-0000002a;1") == local_pair("Local/101@queue-0000002a;2")
    True
    >>> local_pair("PJSIP/101-0000002a") is None
    True
    """
    found = _LOCAL.match(name)
    return found.group(1) if found else None


def dialled_number(dial_string: str) -> str | None:
    """Return the number within what the PBX gave to the trunk.

    >>> [dialled_number(d) for d in ("380671112233@trunk", "trunk/380671112233")]
    ['380671112233', '380671112233']
    >>> dialled_number("trunk/sip:+380671112233@192.0.2.7:5060")
    '+380671112233'
    >>> dialled_number("trunk") is None
    True
    """
    number = dial_string.rpartition("/")[2].removeprefix("sip:").partition("@")[0]
    return number if _NUMBER.match(number) else None


def known(value: str) -> bool:
    """Whether a field names somebody: Asterisk writes its own words where it knows nothing.

    >>> [known(value) for value in ("101", "s", "<unknown>", "")]
    [True, False, False, False]
    """
    return value not in _NOT_DIALLED


def is_public(number: str | None) -> bool:
    """Whether a number leads out of the house: too long for an extension.

    >>> is_public("380671112233"), is_public("102"), is_public("*97"), is_public(None)
    (True, False, False, False)
    """
    return number is not None and _PUBLIC_NUMBER.match(number) is not None
