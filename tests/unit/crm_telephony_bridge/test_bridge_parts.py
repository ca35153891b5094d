# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of the bridge, each alone."""

import asyncio
import sqlite3

import pytest
from ami_scenes import play
from ami_stage import text
from crm_telephony_bridge.bridge.ami import Ami, AmiError
from crm_telephony_bridge.bridge.blocks import (
    Cutter,
    NotAsteriskError,
    event_name,
    fields_of,
    tells_of_calls,
)
from crm_telephony_bridge.bridge.config import PbxConfig
from crm_telephony_bridge.bridge.health import HealthServer
from crm_telephony_bridge.bridge.orders import OrderError, action_of, read_order
from crm_telephony_bridge.bridge.secret import Secret
from crm_telephony_bridge.bridge.spool import Spool, SpoolError
from crm_telephony_bridge.tools.ami_events import events
from crm_telephony_bridge.tools.ami_facts import facts_from_event
from crm_telephony_bridge.tools.calls import Fact, Kind
from hypothesis import given
from hypothesis import strategies as st
from test_bridge_live import SCENES


@given(st.sampled_from(SCENES), st.lists(st.integers(1, 700), max_size=40))
def test_pieces_of_a_stream_make_no_difference(scene, sizes):
    """Wherever the network cuts: the same events, and the same facts as from whole lines."""
    lines = text(play(scene))
    data = "".join(lines).encode()
    cutter, found = Cutter(), []
    for size in [*sizes, len(data)]:
        found += cutter.feed(data[:size])
        data = data[size:]
    said = [fields_of(block) for block in found if event_name(block)]
    assert said == list(events(lines))
    assert all(
        tells_of_calls(event_name(block), block)
        for block in found
        if event_name(block) and [*facts_from_event(fields_of(block))]
    )


@given(st.binary(max_size=300), st.integers(1, 20))
def test_any_bytes_are_read_or_refused(noise, size):
    """Whatever is at the other end: fields, nothing, or a clear word."""
    cutter = Cutter()
    try:
        for start in range(0, len(noise), size):
            for block in cutter.feed(noise[start : start + size]):
                fields_of(block)
    except NotAsteriskError:
        assert not noise.startswith(b"Asterisk Call Manager/")


def test_a_message_without_end_is_bounded():
    cutter = Cutter()
    list(cutter.feed(b"Asterisk Call Manager/11.0.0\r\n"))
    with pytest.raises(NotAsteriskError):
        list(cutter.feed(b"x" * 2_000_000))


def test_nothing_unprintable_becomes_an_order():
    """A value with a line's end would be an order of its own."""

    async def ask():
        ami = Ami(lambda _event: None)
        with pytest.raises(AmiError, match="unprintable"):
            await ami.ask("Hangup", Channel="SIP/1\r\nAction: Command")

    asyncio.run(ask())


def _fact(number):
    return Fact(float(number), Kind.NAMED, f"u{number}", "c1", "PJSIP/1-0", pbx="north")


def _broken(_work):
    raise sqlite3.OperationalError("disk I/O error")


async def _with_failures(path):
    """Write twice in vain, with news in between, then once more."""
    spool = Spool(path, 8)
    await spool.open()
    commit, spool._commit = spool._commit, _broken
    spool.add_facts(1, [_fact(1)])
    spool.add_facts(2, [_fact(2)])
    spool.put("out", "a", 1)
    spool.put("out", "b", 1)
    assert not await spool.written()
    spool.add_facts(1, [_fact(3)])
    spool.drop_group(2)
    spool.put("out", "a", 2)
    spool.put("out", "b", None)
    assert not await spool.written()
    assert spool.state == "failing"
    spool._commit = commit
    await spool.close()
    assert (spool.state, spool.reason) == ("ok", "")


async def _kept(path):
    spool = Spool(path, 8)
    kept = await spool.open()
    await spool.close()
    return kept


def test_what_could_not_be_written_is_written_later(tmp_path):
    """Two failures, with news in between: in the end the file holds what is known."""
    path = tmp_path / "new folder" / "spool.sqlite"
    asyncio.run(_with_failures(path))
    kept = asyncio.run(_kept(path))
    assert kept.facts == [(1, _fact(1)), (1, _fact(3))]
    assert kept.things == {"out": {"a": 2}}


def test_two_bridges_want_one_spool(tmp_path):
    """The second says so, and leaves the first one's file alone."""

    async def run():
        first, second = (Spool(tmp_path / "spool.sqlite", 8) for _ in range(2))
        await first.open()
        with pytest.raises(SpoolError, match="another bridge"):
            await second.open()
        await first.close()

    asyncio.run(run())


def test_a_broken_spool_is_put_aside(tmp_path):
    path = tmp_path / "spool.sqlite"
    path.write_bytes(b"no database at all" * 500)

    async def run():
        spool = Spool(path, 8)
        kept = await spool.open()
        await spool.close()
        return spool, kept

    spool, kept = asyncio.run(run())
    assert not kept.facts
    assert spool.broken.read_bytes().startswith(b"no database")
    assert path.stat().st_mode & 0o777 == 0o600


PBX = PbxConfig("north", "", "", Secret("env", "S"))


@given(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 10**9) | st.text(max_size=50),
            "type": st.sampled_from(["originate", "transfer", "hangup", "x"]),
        },
        optional={
            name: st.text(max_size=60) | st.sampled_from(["101", "+380671112233", "PJSIP/1-0a"])
            for name in ("extension", "number", "channel", "caller_id", "pbx")
        },
    )
)
def test_an_order_never_becomes_two(said):
    """Whatever stands in it: refused, or lines without an end in them."""
    try:
        order = read_order({**said, "expires": 1.8e9})
    except OrderError:
        return
    assert all(f"{name}: {value}".isprintable() for name, value in action_of(order, PBX).items())


@pytest.mark.parametrize("channel", ["/PJSIP.*/", "/", "all", "PJSIP/1 2", "PJSIP/1\n"])
def test_a_channel_is_the_name_of_one(channel):
    """Asterisk takes a pattern between slashes, and would hang up everybody."""
    with pytest.raises(OrderError, match="channel"):
        read_order({"id": 1, "type": "hangup", "channel": channel, "expires": 1.8e9})


@pytest.mark.parametrize("expires", [None, "soon", float("nan"), float("inf")])
def test_an_order_without_a_time_is_none(expires):
    with pytest.raises(OrderError):
        read_order({"id": 1, "type": "hangup", "channel": "PJSIP/1-0a", "expires": expires})


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\n\r\n", b"503"),
        (b"GET /metrics HTTP/1.1\r\n\r\n", b"200"),
        (b"POST /healthz HTTP/1.1\r\n\r\n", b"405"),
        (b"GET / HTTP/1.1\r\n\r\n", b"404"),
        (b"\r\n\r\n", b"405"),
        (b"x" * 20_000, b""),
    ],
)
def test_the_figures(request_, status):
    """Two pages to be read, and nothing else."""

    async def ask():
        health = {"spool": "full", "odoo": "ok", "pbx": []}
        server = HealthServer(("127.0.0.1", 0), lambda: health)
        port = await server.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request_)
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()
            await server.close()

    answer = asyncio.run(ask())
    assert answer.split()[1:2] == ([status] if status else [])
