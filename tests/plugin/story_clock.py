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
    values = {"name": name, "tz": "UTC", "attendance_ids": _attendances(days, hours)}
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


def let_come_due(desk: Desk, rpc: Rpc, lead: int, activity: int) -> None:
    """Let time pass until what is to be done for a lead is due."""
    [row] = rpc.call("mail.activity", "read", [activity], ["deadline_at"])
    due = datetime.fromisoformat(row["deadline_at"]).replace(tzinfo=UTC)
    let_pass(desk, lead, due - datetime.now(UTC) + timedelta(seconds=1))


def told(rpc: Rpc, lead: int, user: int) -> list[str]:
    """What a person was told by himself about a lead, first messages first: their subjects."""
    [person] = rpc.call("res.users", "read", [user], ["partner_id"])
    domain = [
        ["res_partner_id", "=", person["partner_id"][0]],
        ["mail_message_id.model", "=", "crm.lead"], ["mail_message_id.res_id", "=", lead],
        ["mail_message_id.message_type", "=", "user_notification"],
    ]  # fmt: skip
    rows = rpc.call("mail.notification", "search_read", domain, ["mail_message_id"])
    messages = sorted(row["mail_message_id"][0] for row in rows)
    found = rpc.call("mail.message", "read", messages, ["subject"])
    return [row["subject"] for row in found]


def until(found: Callable[[], Found], patience: float = 45) -> Found:
    """Wait until the background has done something."""
    deadline = time.monotonic() + patience
    while not (what := found()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.2)
    return what
