# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may be believed: signatures, secrets and addresses, compared in constant time.

Every check takes several secrets: while one is being replaced, the old and the new are good.
"""

import base64
import hmac
import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence

WINDOW = 300
# One way only to write a time: a second one would make a repeated header look new.
_GENERIC = re.compile(r"t=([1-9][0-9]{0,11}),v1=([0-9a-f]{64})\Z")


def same(given: str, expected: str) -> bool:
    """Compare without telling by the time taken how much was right.

    >>> same("secret", "secret"), same("sécret", "secret"), same("", "secret")
    (True, False, False)
    """
    return hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass")
    )


def any_same(given: str, expected: Iterable[str]) -> bool:
    """Compare with each of several; all are tried, an empty one never fits.

    >>> any_same("new", ["old", "new"]), any_same("", [""]), any_same("x", [])
    (True, False, False)
    """
    found = False
    for one in expected:
        found = (same(given, one) and bool(one)) or found
    return found


def zadarma_signature(secret: str, signed: str) -> str:
    """Sign as Zadarma does: the base64 form of the hexadecimal digits.

    >>> zadarma_signature("secret123", "3805011122333804410001012026-11-22 10:00:00")
    'MzY0ODJjYzAwY2NlMTRiZjI4YzgwMmVhMjFlODNlNmU3YTQ5ZWY4Yg=='
    """
    digits = hmac.new(_bytes(secret), _bytes(signed), "sha1").hexdigest()
    return base64.b64encode(digits.encode()).decode()


def twilio_signature(token: str, url: str, fields: Mapping[str, Sequence[str]]) -> str:
    """Sign as Twilio does: the address as the caller wrote it and the sorted fields.

    >>> twilio_signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", {
    ...     "CallSid": ["CA1234567890ABCDE"], "Caller": ["+12349013030"], "Digits": ["1234"],
    ...     "From": ["+12349013030"], "To": ["+18005551212"]})
    '0/KCTR6DLpKmkAf8muzZqo1nDgQ='
    """
    signed = url + "".join(
        name + value for name in sorted(fields) for value in sorted(set(fields[name]))
    )
    digest = hmac.new(_bytes(token), _bytes(signed), "sha1").digest()
    return base64.b64encode(digest).decode()


def generic_signature(secret: str, at: int, body: bytes) -> str:
    """Sign as our own webhook asks: time and body.

    >>> generic_signature("secret", 1800000000, b"{}")[:16]
    'bb7079132825ac79'
    """
    return hmac.new(_bytes(secret), str(at).encode() + b"." + body, "sha256").hexdigest()


def generic_is_valid(header: str, body: bytes, secrets: Iterable[str], now: float) -> bool:
    """Whether our own webhook's header fits the body and is fresh.

    That the header was not seen before is for the caller to see to: only the database knows what
    other workers took.

    >>> header = "t=1800000000,v1=" + generic_signature("secret", 1800000000, b"{}")
    >>> [generic_is_valid(header, b"{}", ["old", "secret"], 1800000000 + late)
    ...  for late in (0, 300, 301, -301)]
    [True, True, False, False]
    >>> generic_is_valid(header, b"{ }", ["secret"], 1800000000)
    False
    """
    found = _GENERIC.match(header)
    if not found:
        return False
    at = int(found.group(1))
    wanted = [generic_signature(secret, at, body) for secret in secrets if secret]
    return any_same(found.group(2), wanted) and abs(now - at) <= WINDOW


def address_allowed(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is in one of the networks; no list allows nobody.

    >>> address_allowed("192.0.2.7", ["198.51.100.1", "192.0.2.0/28"])
    True
    >>> address_allowed("::ffff:192.0.2.7", ["192.0.2.0/28"])
    True
    >>> address_allowed("192.0.2.7", []), address_allowed("nobody", ["0.0.0.0/0"])
    (False, False)
    """
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = given.ipv4_mapped if isinstance(given, ipaddress.IPv6Address) else None
    return any((mapped or given) in network for network in map(_network, networks) if network)


def _network(written: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(written.strip(), strict=False)
    except ValueError:
        return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
