# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How time goes on in a story that is played on a running server.

The server's clock is the real one. Hours pass by moving what the story has planned into the past,
and the scheduled action that would have come by itself is run by its button.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from desk_server import Desk
from intake_door import Rpc

Found = TypeVar("Found")
BUSY = "already executing"
PASS = """
    UPDATE crm_playbook_job SET due = due - {time}, moment = moment - {time}
     WHERE res_model = 'crm.lead' AND res_id = {lead};
    UPDATE mail_activity SET deadline_at = deadline_at - {time},
                             date_deadline = ((deadline_at - {time})::date)
     WHERE res_model = 'crm.lead' AND res_id = {lead} AND deadline_at IS NOT NULL
"""

TOLD = """
    SELECT message.subject FROM mail_message message
      JOIN mail_notification told ON told.mail_message_id = message.id
      JOIN res_users person ON person.partner_id = told.res_partner_id
     WHERE message.model = 'crm.lead' AND message.res_id = {lead} AND person.id = {user}
       AND message.message_type = 'user_notification' ORDER BY message.id
"""


def record_of(rpc: Rpc, module: str, name: str) -> int:
    """The id of the record with this external id."""
    domain = [["module", "=", module], ["name", "=", name]]
    [found] = rpc.call("ir.model.data", "search_read", domain, ["res_id"])
    return found["res_id"]


def run_job(rpc: Rpc, module: str, name: str, patience: float = 60) -> None:
    """Run a scheduled action by its button; what runs already ends first."""
    job = record_of(rpc, module, name)
    deadline = time.monotonic() + patience
    while True:
        try:
            rpc.call("ir.cron", "method_direct_trigger", [job])
        except AssertionError as refusal:
            if BUSY not in str(refusal) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def let_pass(desk: Desk, lead: int, span: timedelta) -> None:
    """Let so much time pass for what is planned and to be done for a lead."""
    interval = f"interval '{span.total_seconds()} seconds'"
    desk.odoo.cluster.sql(PASS.format(time=interval, lead=lead), desk.database)


def working_days(rpc: Rpc, name: str, *days: int, hours: tuple[int, int] = (9, 18)) -> int:
    """Working hours in UTC on these days of the week, Monday is 0; the id of the calendar."""
    values = {
        "name": name, "tz": "UTC", "company_id": False,
        "attendance_ids": _attendances(days, hours),
    }  # fmt: skip
    [made] = rpc.call("resource.calendar", "create", [values])
    return made


def day_and_night(rpc: Rpc, calendar: int) -> None:
    """From now on these working hours never end: the test may run at any time of any day."""
    values = {"attendance_ids": [[5], *_attendances(range(7), (0, 24))]}
    rpc.call("resource.calendar", "write", [calendar], values)


def _attendances(days: Iterable[int], hours: tuple[int, int]) -> list[list[object]]:
    begin, end = hours
    return [
        [0, 0, {"name": "Work", "dayofweek": str(day), "hour_from": begin, "hour_to": end}]
        for day in days
    ]


def let_come_due(desk: Desk, lead: int, moment: str) -> None:
    """Let time pass until this moment, as a model's field has it, is over for a lead."""
    left = datetime.fromisoformat(moment).replace(tzinfo=UTC) - datetime.now(UTC)
    let_pass(desk, lead, left + timedelta(seconds=1))


def told(desk: Desk, lead: int, user: int) -> list[str]:
    """What a person was told, by himself, about a lead: the subjects, first messages first."""
    return desk.odoo.cluster.sql(TOLD.format(lead=lead, user=user), desk.database)


def until(found: Callable[[], Found], patience: float = 45) -> Found:
    """Wait until the background has done something."""
    deadline = time.monotonic() + patience
    while not (what := found()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.2)
    return what
