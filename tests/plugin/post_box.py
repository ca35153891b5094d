# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The customers' mail server: what Odoo sends over SMTP arrives here and is kept to be read."""

import email
import email.policy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from desk_server import port_of_this_run
from intake_door import Rpc
from story_clock import run_job

from house import ports


@dataclass  # without slots: aiosmtpd reads every attribute of its handler
class PostBox:
    """The letters that came, with the addresses they came to."""

    admin: Rpc
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter."""
        letter = email.message_from_bytes(
            envelope.content or b"", _class=EmailMessage, policy=email.policy.default
        )
        self.letters.append((list(envelope.rcpt_tos), letter))
        return "250 Message accepted for delivery"

    def letters_to(self, address: str, number: int = 1, patience: float = 30) -> list[EmailMessage]:
        """Let Odoo send what is queued until so many letters to an address are there."""
        deadline = time.monotonic() + patience
        while len(found := self._found(address)) < number:
            assert time.monotonic() < deadline, f"{len(found)} letters to {address}"
            run_job(self.admin, "mail", "ir_cron_mail_scheduler_action")
        return found

    def _found(self, address: str) -> list[EmailMessage]:
        return [letter for people, letter in self.letters if address in people]


def text_of(letter: EmailMessage) -> str:
    """What a letter says, as plain text with single spaces."""
    body = letter.get_body(("plain", "html"))
    assert body is not None
    return " ".join(str(body.get_content()).split())


@contextmanager
def post_box(admin: Rpc) -> Iterator[PostBox]:
    """Run the mail server, which Odoo sends through as long as it is there."""
    box = PostBox(admin)
    port = ports.next_free(port_of_this_run(18087))
    running = Controller(box, hostname="127.0.0.1", port=port)
    running.start()
    values = {
        "name": "Post box of a test", "smtp_host": "127.0.0.1", "smtp_port": port,
        "smtp_encryption": "none", "sequence": 1,
    }  # fmt: skip
    [server] = admin.call("ir.mail_server", "create", [values])
    try:
        yield box
    finally:
        admin.call("ir.mail_server", "unlink", [server])
        running.stop()
