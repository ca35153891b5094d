# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells visitors apart by their network address."""

import ipaddress

IPV6_PREFIX = 64


def visitor_network(address: str) -> str:
    """Return what stands for one visitor: an IPv4 address, or a whole IPv6 network.

    One IPv6 visitor has a network of countless addresses. What is no address stays as it is.

    >>> visitor_network("192.0.2.7"), visitor_network("2001:db8::5:6"), visitor_network("unix:")
    ('192.0.2.7', '2001:db8::/64', 'unix:')
    >>> visitor_network("::ffff:192.0.2.7")
    '192.0.2.7'
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, IPV6_PREFIX), strict=False))
