# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Work links over HTTP, with several worker processes behind a proxy."""

import io
import itertools
import os
import re
import select
import socket
import time
from collections.abc import Iterator

import pytest
from crew_door import SECRET, CrewDesk, crew_desk, forget_peak, memory, report_body, start
from in_step import send_pairs
from PIL import Image

from house import server

# As many as the issue asks for take minutes on a busy machine: CREW_TOKENS=10000.
TOKENS = int(os.environ.get("CREW_TOKENS", "1500"))
ALLOWED = 20
MEGABYTE = 1024 * 1024
LIMIT, SIZE = 64 * MEGABYTE, 200 * MEGABYTE
SCANNERS = (
    "Mozilla/5.0 (compatible; Microsoft Exchange Safe Links)",
    "Barracuda Sentinel (EE)",
    "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
    "WhatsApp/2.23",
    "TelegramBot (like TwitterBot)",
)
REPORTS = """
    SELECT use_count, (SELECT count(*) FROM crm_work_submission WHERE link_id = crm_work_link.id)
      FROM crm_work_link WHERE token_digest = encode(sha256('{token}'::bytea), 'hex')
"""
CLOSE = """
    UPDATE crm_work_link SET {change}
     WHERE token_digest = encode(sha256('{token}'::bytea), 'hex')
"""


@pytest.fixture(scope="module")
def crew() -> Iterator[CrewDesk]:
    """Three workers behind nginx; at the end, its log holds no secret and no complaint."""
    with crew_desk() as opened:
        yield opened
        log = opened.running.log.read_text(encoding="utf-8")
        asked = re.findall(r"^\S+ \S+ (\d+) INFO .* \"(?:GET|POST) /crew/(\S+)", log, re.MULTILINE)
        assert len({worker for worker, _path in asked}) == len(opened.workers()), "all have worked"
        assert {path.split("?")[0] for _worker, path in asked} <= {"***", "***/submit"}
        assert not re.findall(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", log, re.MULTILINE)


def test_scanners_change_nothing(crew: CrewDesk) -> None:
    """Twenty visits of five mail scanners and as many HEADs: no row of any table is another."""
    token = crew.link()
    before = crew.everything()
    for _visit in range(4):
        for agent in SCANNERS:
            page = crew.ask(f"/crew/{token}", User_Agent=agent)
            assert (page.status, SECRET in page.body.decode()) == (200, True)
            head = crew.ask(f"/crew/{token}", "HEAD", User_Agent=agent)
            assert (head.status, head.body) == (200, b"")
    assert crew.everything() == before


def test_closed_links_show_nothing(crew: CrewDesk) -> None:
    """Used, expired, revoked, unknown: the same page and the same answer, without data."""
    used, expired, revoked = (crew.link() for _link in range(3))
    assert crew.report(used).status == 200
    crew.sql(CLOSE.format(change="expires_at = now() - interval '1 day'", token=expired))
    crew.sql(CLOSE.format(change="revoked_at = now()", token=revoked))
    tokens = (used, expired, revoked, "A" * 22)
    pages = [crew.ask(f"/crew/{token}", address="127.0.1.1") for token in tokens]
    reports = [crew.report(token, address="127.0.1.2") for token in tokens]
    for answers in (pages, reports):
        assert {answer.status for answer in answers} == {404}
        assert len({answer.body for answer in answers}) == 1
        assert b"Kiosk" not in answers[0].body


def test_one_report_of_two_at_once(crew: CrewDesk) -> None:
    """The same key from page and worker at once: one report; who came too early tries again."""
    token = crew.link(many=True)
    order = {"Accept": "application/json", "Content-Type": "multipart/form-data; boundary=x"}
    twice = ((report_body(), order), (report_body(), order))
    for number in range(10):
        key = f"same-key-at-once-{number:04d}"
        path = f"/crew/{token}/submit?key={key}"
        [pair] = send_pairs([crew.running.listen.url] * 2, path, [twice])
        statuses = {status for status, _body in pair}
        assert 200 in statuses
        assert statuses <= {200, 503}
        assert crew.report(token, key=key).status == 200
    assert crew.sql(REPORTS.format(token=token)) == ["10|10"]


def test_no_token_is_guessed(crew: CrewDesk) -> None:
    """Random tokens from ever new addresses, so that each is looked up: no hit."""
    hosts = TOKENS // 10
    said = crew.guess(
        TOKENS, lambda number: f"127.9.{number % hosts // 200}.{number % hosts % 200 + 1}"
    )
    assert said == {404: TOKENS}


def test_an_address_waits_in_all_workers(crew: CrewDesk) -> None:
    """Twenty failures, then 429 from every worker at once; others get in meanwhile."""
    token = crew.link(many=True)
    began = time.monotonic()
    said = crew.guess(200, lambda _number: "127.0.2.1")
    elapsed = time.monotonic() - began
    minutes = elapsed // 60 + 1
    assert set(said) == {404, 429}
    assert said[404] <= ALLOWED * minutes
    # A worker that sleeps a second for each refused visitor would need more than a minute.
    assert elapsed * len(crew.workers()) / 200 < 0.5
    waiting = crew.ask(f"/crew/{token}", address="127.0.2.1")
    assert (waiting.status, 0 < int(waiting.headers["Retry-After"]) <= 60) == (429, True)
    assert b"Kiosk" not in waiting.body
    assert crew.report(token, address="127.0.2.1").status == 429
    assert crew.ask(f"/crew/{token}", address="127.0.2.2").status == 200
    assert crew.report(token, address="127.0.2.2").status == 200


def test_an_invented_address_is_not_believed(crew: CrewDesk) -> None:
    """What a visitor says of his address counts neither behind the proxy nor without one."""
    invented = {"X_Forwarded_For": "192.0.2.99", "X_Forwarded_Host": "a.example"}
    said = crew.guess(ALLOWED + 20, lambda _number: "127.0.3.1", **invented)
    assert said[429] >= 20
    assert crew.ask(f"/crew/{crew.link()}", address="127.0.3.2", **invented).status == 200
    alone = start(crew.odoo, crew.database, "crew-alone", workers=0)
    try:
        server.wait(alone)
        port = alone.listen.port
        said = crew.guess(ALLOWED + 20, lambda _number: "127.0.4.1", port, **invented)
        assert said[429] >= 20
        again = crew.ask(f"/crew/{crew.link()}", address="127.0.4.2", port=port, **invented)
        assert again.status == 200
    finally:
        alone.stop()


@pytest.mark.parametrize(
    ("length", "read"),
    [(f"Content-Length: {SIZE}", 0), ("Transfer-Encoding: chunked", LIMIT + 8 * MEGABYTE)],
)
def test_200_megabytes(crew: CrewDesk, length: str, read: int) -> None:
    """Refused by the headers, or at the limit when they do not tell; no worker grows by 20 MB."""
    token = crew.link()
    workers = crew.workers()
    for worker in workers:
        forget_peak(worker)
    before = {worker: memory(worker, "VmRSS") for worker in workers}
    head = (
        f"POST /crew/{token}/submit?key={'k' * 16} HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nAccept: application/json\r\n"
        f"{length}\r\n\r\n"
    )
    status, sent = _pour(crew.inner_port(), head)
    assert b" 413 " in status
    assert sent <= read
    grown = max(memory(worker, "VmHWM") - before[worker] for worker in workers)
    assert grown <= 20 * MEGABYTE
    assert crew.ask(f"/crew/{token}").status == 200


def _pour(port: int, head: str) -> tuple[bytes, int]:
    """Send a large file until the server answers: the first line, and how much it took by then."""
    chunked = "chunked" in head
    begin = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
    pieces = itertools.chain([begin], itertools.repeat(bytes(MEGABYTE), SIZE // MEGABYTE))
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(head.encode())
        sent = 0
        for piece in pieces:
            # Time to answer by the headers alone.
            if select.select([connection], [], [], 2 if not sent and not chunked else 0)[0]:
                break
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            sent += len(piece)
        return connection.recv(4096).split(b"\r\n")[0], sent


def test_only_pictures(crew: CrewDesk) -> None:
    """An HTML page named .jpg and a drawing with a script are refused; a photo is taken."""
    token = crew.link()
    for data in (
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ):
        answer = crew.report(token, [("photo.jpg", data)])
        assert (answer.status, answer.error) == (422, "photo_not_an_image")
    photo = io.BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG")
    assert crew.report(token, [("photo.jpg", photo.getvalue())]).status == 200
