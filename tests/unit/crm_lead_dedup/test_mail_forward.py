# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forwarded and automatic mails."""

import pytest
from crm_lead_dedup_tools.mail_automatic import is_automatic
from crm_lead_dedup_tools.mail_forward import forwarded_chain, forwarded_part, forwarded_sender
from crm_lead_dedup_tools.mail_text import new_part
from hypothesis import given
from hypothesis import strategies as st

ANN = ("Ann Lee", "ann@a.hu")
BODY = "Hello,\nplease call +36 30 123 4567\n"
ENGLISH = "From: Ann Lee <ann@a.hu>\nDate: Fri, 22 Nov 2024\nSubject: Price\nTo: Bob <bob@own.hu>\n"
FORWARDS = [
    f"---------- Forwarded message ---------\n{ENGLISH}\n{BODY}",
    f"---------- Forwarded message ----------\n{ENGLISH}\n\n{BODY}",
    (
        "---------- Пересланное сообщение ---------\nОт: Ann Lee <ann@a.hu>\nДата: пт\n"
        f"Тема: x\nКому: Bob\n\n{BODY}"
    ),
    (
        "---------- Переслане повідомлення ---------\nВід: Ann Lee <ann@a.hu>\nДата: пт\n"
        f"Тема: x\nКому: Bob\n\n{BODY}"
    ),
    (
        "---------- Továbbított üzenet ---------\nFeladó: Ann Lee <ann@a.hu>\nDátum: P\n"
        f"Tárgy: x\nCímzett: Bob\n\n{BODY}"
    ),
    (
        "---------- Forwarded message ---------\n寄件者： Ann Lee <ann@a.hu>\nDate: 週五\n"
        f"Subject: x\nTo: Bob\n\n{BODY}"
    ),
    (
        "-------- Forwarded Message --------\nSubject: \tPrice\nDate: \tFri\n"
        f"From: \tAnn Lee <ann@a.hu>\nTo: \tbob@own.hu\n\n{BODY}"
    ),
    (
        "-------- Перенаправленное сообщение --------\nТема: \tx\nДата: \tпт\n"
        f"От: \tAnn Lee <ann@a.hu>\nКому: \tbob@own.hu\n\n{BODY}"
    ),
    (
        "-------- Пересылаемое сообщение --------\nОт кого: Ann Lee <ann@a.hu>\n"
        f"Кому: b@own.hu\n\n{BODY}"
    ),
    f'-------- Пересылаемое сообщение --------\n22.11.2024, 10:30, "Ann Lee" <ann@a.hu>:\n\n{BODY}',
    f"Begin forwarded message:\n\n{ENGLISH}\n{BODY}",
    (
        "Begin forwarded message:\n\n> From: Ann Lee <ann@a.hu>\n> Subject: Price\n> Date: Fri\n"
        "> \n> Hello,\n> please call +36 30 123 4567\n"
    ),
    (
        "Начало переадресованного сообщения:\n\nОт: Ann Lee <ann@a.hu>\nТема: x\nДата: пт\n"
        f"Кому: Bob\n\n{BODY}"
    ),
    f"開始轉寄郵件：\n\n寄件者： Ann Lee <ann@a.hu>\n主旨： x\n日期： 週五\n收件者： Bob\n\n{BODY}",
    f"下面是被转发的邮件：\n\n发件人: Ann Lee <ann@a.hu>\n主题: x\n收件人: Bob\n\n{BODY}",
    (
        '<div dir="ltr">FYI<br><div class="gmail_quote"><div class="gmail_attr">---------- '
        'Forwarded message ---------<br>From: <strong class="gmail_sendername">Ann Lee</strong> '
        '<span>&lt;<a href="mailto:ann@a.hu">ann@a.hu</a>&gt;</span><br>Date: Fri<br>'
        'Subject: x<br>To: &lt;<a href="mailto:bob@own.hu">bob@own.hu'
        "</a>&gt;<br></div><br><div>Hello,</div>"
        "<div>please call +36 30 123 4567</div></div></div>"
    ),
    (
        '<p>FYI</p><div class="moz-forward-container">-------- Forwarded Message --------<table>'
        "<tr><th>Subject: </th><td>x</td></tr>"
        "<tr><th>From: </th><td>Ann Lee &lt;ann@a.hu&gt;</td></tr>"
        "<tr><th>To: </th><td>bob@own.hu</td></tr></table>"
        "<p>Hello,</p><p>please call +36 30 123 4567</p></div>"
    ),
]
OUTLOOK = [
    f"From: Ann Lee <ann@a.hu>\nSent: Friday\nTo: Bob\nSubject: Price\n\n{BODY}",
    f"From: Ann Lee [mailto:ann@a.hu]\nSent: Friday\nTo: Bob\nCc: C\nSubject: Price\n\n{BODY}",
    f"От: Ann Lee <ann@a.hu>\nОтправлено: пт\nКому: Bob\nТема: x\n\n{BODY}",
    f"Feladó: Ann Lee <ann@a.hu>\nElküldve: P\nCímzett: Bob\nTárgy: x\n\n{BODY}",
    f"寄件者: Ann Lee <ann@a.hu>\n寄件日期: 週五\n收件者: Bob\n主旨: x\n\n{BODY}",
    (
        "<div>________________________________</div><div id=divRplyFwdMsg><b>From:</b> Ann Lee &lt;"
        "ann@a.hu&gt;<br><b>Sent:</b> Friday<br><b>To:</b> Bob<br><b>Subject:</b> x</div>"
        "<div><br></div>"
        "<p class=MsoNormal>Hello,</p><p class=MsoNormal>please call +36 30 123 4567</p>"
    ),
]


@pytest.mark.parametrize("mail", FORWARDS)
@pytest.mark.parametrize("above", ["", "Please take care.\n-- \nBob\n\n"], ids=["bare", "comment"])
def test_marked_forward(mail: str, above: str) -> None:
    """The original's sender and text are found, whatever the colleague wrote above."""
    text = mail if mail.startswith("<") else above + mail
    assert forwarded_sender(text) == ANN
    assert forwarded_part(text).split("\n") == ["Hello,", "please call +36 30 123 4567"]


@pytest.mark.parametrize("mail", OUTLOOK)
def test_outlook_forward(mail: str) -> None:
    """Without a comment, or with a subject that says so, the bare header is a forward."""
    assert forwarded_sender(mail) == ANN
    assert forwarded_part(mail).split("\n") == ["Hello,", "please call +36 30 123 4567"]
    commented = mail if mail.startswith("<") else f"Take care.\n\n{mail}"
    for subject in ("FW: Price", "Fwd: x", "[ext] FW: x", "Továbbítás: x", "轉寄: x", "Пересл.: x"):
        assert forwarded_sender(commented, subject) == ANN


@pytest.mark.parametrize("mail", OUTLOOK[:5])
def test_outlook_answer_is_no_forward(mail: str) -> None:
    """The same header under an answer is a quotation."""
    answer = f"Yes, please.\n\n{mail}"
    assert forwarded_sender(answer, "RE: Price") is None
    assert forwarded_part(answer, "RE: Price") == ""
    assert new_part(answer) == "Yes, please."


def test_answer_below_which_something_was_forwarded() -> None:
    """A forward deep in the quotation of an answer was forwarded by somebody else."""
    answer = f"Yes.\n\n-----Original Message-----\nFrom: Bob <bob@own.hu>\n\n{FORWARDS[0]}"
    assert forwarded_sender(answer) is None


def test_forwarded_twice() -> None:
    """The chain names all senders, the text is the innermost one."""
    text = "---------- Forwarded message ---------\nFrom: Bob <bob@own.hu>\nSubject: x\n\nSee\n\n"
    assert forwarded_chain(text + FORWARDS[0]) == [("Bob", "bob@own.hu"), ANN]
    assert forwarded_part(text + FORWARDS[0]) == BODY.strip()


def test_sender_without_name_or_address() -> None:
    """A bare address has no name; a bare name is no sender, but the text is still found."""
    bare = "---------- Forwarded message ---------\nFrom: <ann@a.hu>\nSubject: x\n\nHello"
    assert forwarded_sender(bare) == (None, "ann@a.hu")
    name = "---------- Forwarded message ---------\nFrom: Ann Lee\nSubject: x\n\nHello"
    assert (forwarded_sender(name), forwarded_part(name)) == (None, "Hello")
    wrapped = "---------- Forwarded message ---------\nFrom: Ann Lee\n <ann@a.hu>\nDate: x\n\nHello"
    assert forwarded_sender(wrapped) == ANN


def test_plain_mail_is_not_forwarded() -> None:
    """Words about forwarding do not make a forward."""
    for text in ("", "Hello", "I sent you a forwarded message", "From: here\nto there"):
        assert forwarded_sender(text) is None
        assert forwarded_part(text) == ""


_SHARDS = st.lists(
    st.sampled_from([*FORWARDS, *OUTLOOK, "x", "", "> a"]) | st.text(max_size=9), max_size=5
)


@given(_SHARDS.map("\n".join), st.sampled_from(["", "FW: x", "RE: x"]))
def test_total(text: str, subject: str) -> None:
    """Any mixture is read without error, and the chain is bounded."""
    chain = forwarded_chain(text, subject)
    assert len(chain) <= 5
    assert forwarded_sender(text, subject) == (chain[0] if chain else None)
    forwarded_part(text, subject).encode("utf-8")


@pytest.mark.parametrize(
    ("headers", "sender", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, "ann@a.hu", "auto-reply"),
        ({"auto-submitted": "Auto-Replied (vacation)"}, "ann@a.hu", "auto-reply"),
        ({"X-Autoreply": "yes"}, "ann@a.hu", "auto-reply"),
        ({"Precedence": "auto_reply"}, "ann@a.hu", "auto-reply"),
        ({"Subject": "Automatic reply: Price"}, "ann@a.hu", "auto-reply"),
        ({"Subject": "Автоответ: Price"}, "ann@a.hu", "auto-reply"),
        ({"Subject": "Автоматична відповідь: Price"}, "ann@a.hu", "auto-reply"),
        ({"Subject": "Automatikus válasz: Price"}, "ann@a.hu", "auto-reply"),
        ({"Subject": "自動回覆: Price"}, "ann@a.hu", "auto-reply"),
        ({"Content-Type": "multipart/report; report-type=disposition-notification"}, "a@a.hu",
         "auto-reply"),
        ({"Return-Path": "<>", "Auto-Submitted": "auto-replied"}, "ann@a.hu", "auto-reply"),
        ({"Content-Type": "multipart/report; report-type=delivery-status"}, "x@a.hu", "bounce"),
        ({"Return-Path": "<>"}, "ann@a.hu", "bounce"),
        ({}, "MAILER-DAEMON@a.hu", "bounce"),
        ({}, "MAILER-DAEMON", "bounce"),
        ({"X-Failed-Recipients": "x@y.hu"}, "ann@a.hu", "bounce"),
        ({"Subject": "Undeliverable: Price"}, "ann@a.hu", "bounce"),
        ({"List-Id": "<news.a.hu>"}, "ann@a.hu", "list"),
        ({"List-Unsubscribe": "<mailto:x@y.hu>"}, "ann@a.hu", "list"),
        ({"Precedence": "bulk"}, "ann@a.hu", "list"),
        ({"Auto-Submitted": "auto-generated"}, "ann@a.hu", "auto-generated"),
        ({}, "Sales <SALES@own.hu>", "own"),
        ({}, "sales+reply@own.hu", "own"),
        ({"Auto-Submitted": "no", "X-Autoreply": "no", "Precedence": "normal"}, "ann@a.hu", None),
        ({"Subject": "RE: out of office hours", "Return-Path": "<ann@a.hu>"}, "ann@a.hu", None),
        ({}, "", None),
    ],
)  # fmt: skip
def test_automatic(headers: dict[str, str], sender: str, reason: str | None) -> None:
    """Machines make no requests, people do."""
    assert is_automatic(headers, sender, own=["sales@own.hu"]) == reason


@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=5), st.text(max_size=50)
)
def test_automatic_is_total(headers: dict[str, str], sender: str) -> None:
    """Any headers are read."""
    reasons = {None, "own", "bounce", "auto-reply", "list", "auto-generated"}
    assert is_automatic(headers, sender) in reasons
