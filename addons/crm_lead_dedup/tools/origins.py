# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Origins of web pages, as browsers name them in the ``Origin`` header."""

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str | None:
    """Return ``scheme://host[:port]`` of a web address, None when it is not one.

    >>> origin_of("https://www.Example.com/contact?x=1")
    'https://www.example.com'
    >>> origin_of("http://localhost:8080"), origin_of("https://a.hu:443/")
    ('http://localhost:8080', 'https://a.hu')
    >>> origin_of("example.com"), origin_of("javascript:alert(1)"), origin_of("http://[")
    (None, None, None)
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
