# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mail server on this machine that hands what it gets to Odoo, as a company's own does."""

import asyncio
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from desk_server import Desk, port_of_this_run
from intake_door import Rpc

from house import ports

# The script that Odoo's documentation tells a mail server to pipe into.
SCRIPT = "mail/static/scripts/odoo-mailgate.py"
DOMAIN = "mail-of-the-test.example"


@dataclass(frozen=True)  # without slots: aiosmtpd reads every attribute of its handler
class Pipe:
    """Hands every mail to a program by its standard input, as an alias of postfix does."""

    command: tuple[str, ...]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer the sender only after the program has ended."""
        pipe = asyncio.subprocess.PIPE
        program = await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )
        told, _ = await program.communicate(envelope.original_content)
        if program.returncode:
            return f"554 5.3.0 exit code {program.returncode}: {told[-200:]!r}"
        return "250 Message accepted for delivery"


@contextmanager
def mail_server(desk: Desk, admin: Rpc) -> Iterator[Controller]:
    """Run the mail server; its mails go to the desk in the administrator's name."""
    login, password = desk.logins["administrator"]
    [user_id] = admin.call("res.users", "search", [["login", "=", login]])
    place = urlsplit(desk.url)
    [script] = [path / SCRIPT for path in desk.odoo.source.addons if (path / SCRIPT).is_file()]
    command = (
        str(desk.odoo.python), str(script), f"--host={place.hostname}",
        f"--port={place.port}", f"--database={desk.database}", f"--userid={user_id}",
        f"--password={password}",
    )  # fmt: skip
    port = ports.next_free(port_of_this_run(18085))
    running = Controller(Pipe(command), hostname="127.0.0.1", port=port)
    running.start()
    try:
        yield running
    finally:
        running.stop()


def open_mailbox(admin: Rpc, team_id: int, name: str) -> str:
    """Give a team an address under which mails become requests; the address."""
    known = admin.call("mail.alias.domain", "search", [["name", "=", DOMAIN]])
    [domain] = known or admin.call("mail.alias.domain", "create", [{"name": DOMAIN}])
    admin.call("crm.team", "write", [team_id], {"alias_name": name, "alias_domain_id": domain})
    [row] = admin.call("crm.team", "read", [team_id], ["alias_email"])
    return row["alias_email"]


def send(server: Controller, sender: str, to: str, subject: str, text: str) -> None:
    """Send a mail over SMTP, as the sender's program does; a refusal raises."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-Id"] = localtime(), make_msgid(domain="elsewhere.example.org")
    mail.set_content(text)
    with smtplib.SMTP(server.hostname, server.port, timeout=60) as connection:
        connection.send_message(mail)
