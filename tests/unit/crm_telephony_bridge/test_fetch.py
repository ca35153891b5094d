# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Recordings are fetched from public addresses only, within bounds."""

import io

import pytest
from crm_telephony_bridge_tools import fetch

PUBLIC = "93.184.216.34"


class Answer(io.BytesIO):
    """What a server says."""

    def __init__(self, status=200, content=b"sound"):
        super().__init__(content)
        self.status = status


@pytest.fixture
def server(monkeypatch):
    """A server on a public address; what it was asked, and what it answers."""
    asked = []

    class Connection:
        answer = Answer()

        def __init__(self, host, port, address):
            asked.append((host, port, address))

        def request(self, method, path):
            asked.append((method, path))

        def getresponse(self):
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

        def close(self):
            asked.append("closed")

    monkeypatch.setattr(fetch, "_Pinned", Connection)
    Connection.asked = asked
    return Connection


def at(address):
    """A name server that knows one address."""
    return lambda _host, port, **_more: [(2, 1, 6, "", (address, port))]


def get(url="https://records.example:8443/a.mp3?k=1", address=PUBLIC, limit=100):
    return fetch.fetch(url, limit, at(address))


def test_the_checked_address_is_the_one_connected_to(server):
    assert get() == b"sound"
    assert server.asked == [
        ("records.example", 8443, PUBLIC),
        ("GET", "/a.mp3?k=1"),
        "closed",
    ]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_names_of_places_inside_the_house_are_refused(server, address):
    with pytest.raises(fetch.FetchError) as refused:
        get(address=address)
    assert refused.value.final
    assert not server.asked


@pytest.mark.parametrize(
    ("status", "final"), [(404, False), (429, False), (503, False), (403, True), (302, True)]
)
def test_what_is_worth_asking_again(server, status, final):
    """A redirect is not followed: it could lead anywhere."""
    server.answer = Answer(status)
    with pytest.raises(fetch.FetchError) as refused:
        get()
    assert refused.value.final is final


def test_no_more_than_allowed(server):
    server.answer = Answer(content=b"x" * 101)
    with pytest.raises(fetch.FetchError, match="too large"):
        get()


def test_a_broken_line_is_tried_again(server):
    server.answer = ConnectionResetError()
    with pytest.raises(fetch.FetchError) as refused:
        get()
    assert not refused.value.final
    assert server.asked[-1] == "closed"
