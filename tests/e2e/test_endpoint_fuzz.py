# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Five thousand malformed bodies: short answers, nothing of ours in the log, storable rows."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from intake_door import post

BODIES = 5000
A_BATCH = 10
EXPECTED = {202, 303, 400, 413, 415, 422}
JSON, FORM, PARTS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=frontier",
)
FIELDS = (
    "name", "phone", "extension", "email", "company", "tax_number", "website", "country",
    "message", "product_interest", "page", "referrer", "utm_source", "utm_campaign", "keyword",
    "gclid", "click_ids", "language", "consent", "consent_text", "channel", "received_at",
    "idempotency_key", "company_url_confirm", "__proto__", "", "\x00", "\ud800",
)  # fmt: skip

formulas = st.sampled_from(("=", "+", "-", "@", "\t=", "＝")).map(
    lambda sign: f'{sign}HYPERLINK("http://x","y")|cmd\' /C calc\'!A0'
)
mixed = st.text(
    st.sampled_from("aаαאا中ßıİ\u202e\u2066\u200b\ufeff\x00\ud800\udfff\u0301\U0001f1ea<>'\"%&;,."),
    max_size=40,
)
contacts = st.sampled_from((
    "050 123 45 67", "+380501234567", "٠٥٠١٢٣٤٥٦٧", "0٥0-123", "a@b.example", "a@[::1]", "@",
    "1" * 500, "+" * 40 + "1", "a@" + "b." * 200 + "example", "0800 500 500 ext. 1",
))  # fmt: skip
texts = st.one_of(st.text(max_size=30), mixed, formulas, contacts)
large = st.tuples(st.sampled_from("a1я\x00\u0301"), st.sampled_from((30_000, 70_000, 1_000_000)))
numbers = st.one_of(
    st.integers(), st.floats(), st.integers(10**30, 10**60), st.booleans(), st.none()
)
values = st.recursive(
    st.one_of(texts, numbers),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
names = st.one_of(st.sampled_from(FIELDS), st.text(max_size=8))
# Pairs, not a mapping: the same name may come twice.
pairs = st.lists(st.tuples(names, values), max_size=6)


def json_body(fields):
    """An object as it would be written by hand, equal names included."""
    inside = ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in fields)
    return f"{{{inside}}}".encode()


def percent(value):
    """Any text as percent-encoded bytes, lone surrogates as they are."""
    raw = str(value).encode("utf-8", "surrogatepass")
    return b"".join(b"%%%02X" % byte for byte in raw)


def form_body(fields):
    """A url-encoded form."""
    return b"&".join(percent(name) + b"=" + percent(value) for name, value in fields)


def parts_body(fields):
    """A multipart form; every other part is a file."""
    out = b""
    for position, (name, value) in enumerate(fields):
        shown = str(name).encode("utf-8", "surrogatepass").replace(b'"', b"%22")
        file = b'; filename="' + shown + b'"' if position % 2 else b""
        head = b'--frontier\r\nContent-Disposition: form-data; name="' + shown + b'"' + file
        out += head + b"\r\n\r\n" + str(value).encode("utf-8", "surrogatepass") + b"\r\n"
    return out + b"--frontier--\r\n"


@st.composite
def requests(draw):
    """A content type and a body that may be right, wrong, cut or not meant for it."""
    kind, write = draw(st.sampled_from(((JSON, json_body), (FORM, form_body), (PARTS, parts_body))))
    shape = draw(st.integers(0, 19))
    if shape < 8:
        body = write(draw(pairs))
    elif shape < 14:
        body = write([*draw(pairs), (draw(st.sampled_from(("phone", "email"))), draw(contacts))])
    elif shape < 16:
        body = draw(st.binary(max_size=200))
    elif shape == 16:
        opening = draw(st.sampled_from((b"[", b'{"a":', b"[{}", b'"')))
        body = opening * draw(st.integers(1, 10_000))
    elif shape == 17:
        char, size = draw(large)
        body = write([("phone", "0501234567"), (draw(names), char * size)])
    else:
        whole = write([("phone", "0501234567"), *draw(pairs)])
        body = whole[: draw(st.integers(0, len(whole)))]
    charset = draw(st.sampled_from(("", "", "", "; charset=utf-16", "; charset=zlib", "; charset")))
    kind = draw(st.sampled_from((kind,) * 12 + (kind + charset, "text/html", "", JSON, PARTS)))
    return kind, body


headers = st.dictionaries(
    st.sampled_from(("Idempotency-Key", "Origin", "Authorization", "Accept", "Accept-Language")),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"]), max_size=60
    ).map(str.strip),
    max_size=1,
)


FIVE_THOUSAND = settings(
    max_examples=BODIES // A_BATCH,
    deadline=None,
    database=None,
    derandomize=True,
    # Making a failing batch smaller would post for minutes; it is told as it is.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def guarded_door(sales_desk, second_server, make_door):
    """A door, and at the end a look at what the servers logged meanwhile."""
    logs = [sales_desk.log, second_server.log]
    before = [log.read_text() for log in logs]
    yield make_door()
    assert [log.read_text() for log in logs] == before


def test_malformed_bodies(sales_desk, second_server, guarded_door):
    """No 500, no page of a stack trace, no line in the log; all that is kept can be read."""
    urls = (sales_desk.url, second_server.listen.url)
    counts = dict.fromkeys(EXPECTED | {401, 403}, 0)

    def send(numbered):
        number, ((kind, body), extra) = numbered
        return post(urls[number % 2], guarded_door.path, body, kind, extra)

    with ThreadPoolExecutor(4) as pool:

        @FIVE_THOUSAND
        @given(st.lists(st.tuples(requests(), headers), min_size=A_BATCH, max_size=A_BATCH))
        def run(batch):
            for status, answer in pool.map(send, enumerate(batch)):
                assert status in counts, answer[:500]
                assert len(answer) < 2000
                assert b"Traceback" not in answer
                counts[status] += 1

        run()
    assert sum(counts.values()) >= BODIES
    rows = guarded_door.received("reference", "raw_payload", "display_name", "lead_id")
    # The same Idempotency-Key may have come twice.
    assert BODIES / 20 < len(rows) <= counts[202] + counts[303]
