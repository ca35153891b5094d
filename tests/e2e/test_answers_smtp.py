# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Automatic answers over real SMTP, in and out: people get one, robots and mirrors get none."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from desk_server import Desk
from intake_door import Rpc
from mail_door import mail_server, open_mailbox
from post_box import PostBox, post_box, text_of
from story_clock import record_of, run_job

ADDON = "crm_stage_automation"
# What robots write, each of another sender, and what is said of each.
ROBOTS = {
    "vacation": {"Auto-Submitted": "auto-replied"},
    "outlook": {"X-Auto-Response-Suppress": "All"},
    "list": {"List-Id": "<all.robots.example>"},
    "newsletter": {"Precedence": "bulk"},
    "no-reply": {},
    "mailer-daemon": {},
}


@dataclass(frozen=True, slots=True)
class Post:
    """Both ways of the mail of a team that answers by itself."""

    admin: Rpc
    incoming: Controller
    box: PostBox
    team: int
    address: str

    def write(self, sender: str, envelope: str | None = None, **headers: str) -> EmailMessage:
        """Let somebody write to the team; return the letter."""
        letter = EmailMessage()
        letter["From"], letter["To"] = f"Somebody <{sender}>", self.address
        letter["Subject"], letter["Date"] = f"About {uuid4().hex[:6]}", localtime()
        letter["Message-Id"] = make_msgid(domain="elsewhere.example.org")
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content("Please call me.")
        self.deliver(letter, sender if envelope is None else envelope)
        return letter

    def deliver(self, letter: EmailMessage, envelope: str) -> None:
        """Hand over a letter as a mail server does, which notes the sender of the envelope."""
        letter["Return-Path"] = f"<{envelope}>"
        with smtplib.SMTP(self.incoming.hostname, self.incoming.port, timeout=60) as connection:
            connection.send_message(letter, envelope, [self.address])

    def answers(self) -> list[EmailMessage]:
        """What goes out by itself, after all that waits has been sent."""
        run_job(self.admin, ADDON, "ir_cron_automatic_letters")
        run_job(self.admin, "mail", "ir_cron_mail_scheduler_action")
        return [letter for _to, letter in self.box.letters if letter["Auto-Submitted"]]

    def leads_of(self, sender: str) -> int:
        """How many requests came from an address."""
        domain = [["team_id", "=", self.team], ["email_from", "ilike", sender]]
        return self.admin.call("crm.lead", "search_count", domain)


@pytest.fixture
def post(sales_desk: Desk, admin: Rpc) -> Iterator[Post]:
    """A mailbox of its own."""
    template = record_of(admin, ADDON, "mail_template_answer")
    values = {"name": "Answers", "answer_template_id": template}
    [team] = admin.call("crm.team", "create", [values])
    address = open_mailbox(admin, team, f"answers-{uuid4().hex[:6]}")
    with mail_server(sales_desk, admin) as incoming, post_box(admin) as box:
        yield Post(admin, incoming, box, team, address)


def test_a_person_is_answered_once_a_day(post: Post) -> None:
    """The answer is a reply to the letter, to the sender alone, and says that it is automatic."""
    sender = f"ann-{uuid4().hex[:6]}@customer.example"
    letter = post.write(sender)
    [answer] = post.answers()
    assert post.box.letters_to(sender) == [answer]
    assert answer["In-Reply-To"] == letter["Message-Id"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer.get_all("X-Auto-Response-Suppress") == ["All"]
    assert "get back to you today" in text_of(answer)
    post.write(sender)
    post.write(sender.upper())
    assert len(post.answers()) == 1
    assert post.leads_of(sender)


def test_robots_get_none(post: Post) -> None:
    """Their letters are requests as others', or none at all; no answer goes out."""
    mark = uuid4().hex[:6]
    for name, headers in ROBOTS.items():
        named = {key.replace("-", "_"): value for key, value in headers.items()}
        post.write(f"{name}@{mark}.robots.example", **named)
    post.write(f"bounced@{mark}.robots.example", envelope="")
    post.write(post.address)
    assert post.answers() == []
    assert post.leads_of(f"@{mark}.robots.example")


def test_two_robots_facing_each_other(post: Post) -> None:
    """Whatever the other one is like: one message of ours for all that it sends in a day."""
    mark = uuid4().hex[:6]
    kind, rude = f"kind@{mark}.robots.example", f"rude@{mark}.robots.example"
    post.write(kind)
    [ours] = post.answers()
    # A desk like this one answers with the headers of this one, from wherever it likes.
    mirror = {name: ours[name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress")}
    for sender in (kind, f"desk@{mark}.mirror.example"):
        named = {name.replace("-", "_"): value for name, value in mirror.items()}
        post.write(sender, **named, In_Reply_To=ours["Message-Id"])
    # One without manners says nothing of itself, but quotes what it answers ...
    post.write(f"quoting@{mark}.robots.example", References=ours["Message-Id"])
    assert len(post.answers()) == 1
    # ... or not even that, time and again: then the address has had its answer of the day.
    for _letter in range(3):
        post.write(rude)
        answers = post.answers()
    assert [answer["To"] for answer in answers[1:]] == [rude]
