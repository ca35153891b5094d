# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 7: a demo is approved; colleagues get their tasks, the customer his letters, and a call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from desk_server import Desk
from intake_door import Rpc
from playwright.sync_api import Page, expect
from post_box import PostBox, post_box, text_of
from stage_bar import click_stage
from story_clock import (
    day_and_night,
    let_come_due,
    let_pass,
    record_of,
    run_job,
    told,
    until,
    working_days,
)

PATIENCE = 45_000
CUSTOMER = "it@mill.example"
APPROVED, LATER = "Demo approved", "Not this half-year"
# Who does what before the customer is written to.
COLLEAGUES = {
    "ready_demo_server": "Server Sven", "ready_demo_access": "Access Ada",
    "ready_demo_modules": "Modules Mia",
}  # fmt: skip
CALL = "Call before the demo ends"


@dataclass
class Story:
    """The salesperson at her screen, the colleagues at theirs."""

    desk: Desk
    admin: Rpc
    page: Page
    lead: int
    user: int
    leader: int

    def to_do(self) -> list[dict]:
        """What is to be done for the deal, first things first."""
        domain = [["res_model", "=", "crm.lead"], ["res_id", "=", self.lead]]
        fields = ["summary", "user_id", "deadline_at"]
        return self.admin.call("mail.activity", "search_read", domain, fields, order="id")

    def wait_for(self, summary: str) -> dict:
        """Wait for something to be done."""
        return until(lambda: next((it for it in self.to_do() if it["summary"] == summary), None))

    def move_to(self, stage: str) -> None:
        """The salesperson clicks on a stage of the deal."""
        self.page.goto(f"{self.desk.url}/odoo/crm/{self.lead}")
        click_stage(self.page, stage)
        until(lambda: self.stage() == stage)

    def stage(self) -> str:
        """Where the deal is."""
        [row] = self.admin.call("crm.lead", "read", [self.lead], ["stage_id"])
        return row["stage_id"][1]

    def pass_time(self, **span: float) -> None:
        """Time goes by, and what is due is done."""
        let_pass(self.desk, self.lead, timedelta(seconds=1, **span))
        run_job(self.admin, "crm_stage_automation", "ir_cron_playbook_jobs")

    def was_told(self, user: int) -> int:
        """How often a person was told that the customer is to be called."""
        return sum(CALL in subject for subject in told(self.desk, self.lead, user))


@pytest.fixture
def letters(admin):
    """What the customer gets."""
    with post_box(admin) as box:
        yield box


@pytest.fixture
def colleagues(admin: Rpc) -> dict[str, int]:
    """Those who prepare a demo, by their step."""
    group = record_of(admin, "sales_team", "group_sale_salesman_all_leads")
    values = [
        {"name": name, "login": f"story7-{step}", "email": f"{step}@sales-desk.example",
         "group_ids": [[6, 0, [group]]]}
        for step, name in COLLEAGUES.items()
    ]  # fmt: skip
    context = {"no_reset_password": True}
    return dict(
        zip(COLLEAGUES, admin.call("res.users", "create", values, context=context), strict=True)
    )


@pytest.fixture
def team(sales_desk: Desk, admin: Rpc, colleagues: dict[str, int]) -> Iterator[dict[str, int]]:
    """A team that is always at work, its stages, and the playbook with its people chosen."""
    [leader] = admin.call(
        "res.users", "search", [["login", "=", sales_desk.logins["team leader"][0]]]
    )
    calendar = working_days(admin, "Demos")
    day_and_night(admin, calendar)
    values = {"name": "Demos", "user_id": leader, "resource_calendar_id": calendar}
    [made] = admin.call("crm.team", "create", [values])
    stages = [
        {"name": APPROVED, "sequence": 1, "team_ids": [[6, 0, [made]]]},
        {"name": LATER, "sequence": 2, "team_ids": [[6, 0, [made]]], "is_deferred": True},
    ]
    approved, _later = admin.call("crm.stage", "create", stages)
    book = record_of(admin, "crm_stage_automation", "ready_demo")
    rule = record_of(admin, "crm_stage_automation", "ready_demo_rule")
    admin.call("crm.playbook.rule", "write", [rule], {"stage_ids": [[6, 0, [approved]]]})
    for step, user in colleagues.items():
        values = {"assignee_kind": "named", "assignee_id": user}
        admin.call(
            "crm.playbook.step", "write", [record_of(admin, "crm_stage_automation", step)], values
        )
    admin.call("crm.playbook", "action_switch_on", [book])
    yield {"team": made, "leader": leader}
    admin.call("crm.playbook", "action_switch_off", [book])


@pytest.fixture
def story(sales_desk, admin, page, errors, team):
    """A customer has asked for a demo; the deal is the salesperson's."""
    seller = Rpc(sales_desk, "salesperson")
    values = {
        "name": "Demo for the mill", "contact_name": "Petro Melnyk", "email_from": CUSTOMER,
        "type": "opportunity", "team_id": team["team"],
    }  # fmt: skip
    [lead] = seller.call("crm.lead", "create", [values])
    [row] = seller.call("crm.lead", "read", [lead], ["user_id"])
    sales_desk.login(page, "salesperson")
    return Story(sales_desk, admin, page, lead, row["user_id"][0], team["leader"])


def prepare(story: Story, colleagues: dict[str, int]) -> None:
    """Each colleague has his task, and the next one begins when it is done."""
    for step, user in colleagues.items():
        domain = [["id", "=", record_of(story.admin, "crm_stage_automation", step)]]
        [row] = story.admin.call("crm.playbook.step", "search_read", domain, ["name"])
        task = story.wait_for(row["name"])
        assert task["user_id"][0] == user
        assert len(story.to_do()) == 1
        assert until(lambda who=user: told(story.desk, story.lead, who))
        story.admin.call("mail.activity", "action_feedback", [task["id"]])


def check_letters(story: Story, letters: PostBox) -> None:
    """The first steps at once, and three days later how it is going."""
    run_job(story.admin, "crm_stage_automation", "ir_cron_playbook_jobs")
    [first] = letters.letters_to(CUSTOMER)
    assert "first steps" in str(first["Subject"])
    assert "Petro Melnyk" in text_of(first)
    story.pass_time(days=2, hours=23)
    assert len(letters.letters_to(CUSTOMER)) == 1
    story.pass_time(hours=1)
    [_first, second] = letters.letters_to(CUSTOMER, 2)
    assert "How is it going" in str(second["Subject"])


def remind(story: Story) -> None:
    """The call is due before the demo ends; nobody calls, and in the end the leader knows."""
    call = story.wait_for(CALL)
    assert call["user_id"][0] == story.user
    ends = datetime.fromisoformat(call["deadline_at"]).replace(tzinfo=UTC) - datetime.now(UTC)
    # Three of eight days are gone.
    assert timedelta(days=4, hours=23) < ends < timedelta(days=5, hours=1)
    known = story.was_told(story.user)
    let_come_due(story.desk, story.lead, call["deadline_at"])
    run_job(story.admin, "crm_stage_automation", "ir_cron_playbook_jobs")
    for reminders in (1, 2, 3):
        assert story.was_told(story.user) == known + reminders
        assert story.was_told(story.leader) == 0
        story.pass_time(hours=4)
    assert story.was_told(story.leader) == 1


def defer(story: Story) -> None:
    """Not this half-year: that is a dated call, seen on the deal, and no forgotten lead."""
    story.move_to(LATER)
    later = story.wait_for("Call again: the half-year is over")
    assert later["user_id"][0] == story.user
    due = datetime.fromisoformat(later["deadline_at"]).replace(tzinfo=UTC)
    assert timedelta(days=181) < due - datetime.now(UTC) < timedelta(days=183)
    story.page.reload()
    activity = story.page.locator(".o-mail-Activity", has_text="the half-year is over")
    expect(activity).to_contain_text("Due in 182 days", timeout=PATIENCE)


def test_demo(story, letters, colleagues):
    """Approved, prepared, written to, reminded of, deferred."""
    story.move_to(APPROVED)
    prepare(story, colleagues)
    check_letters(story, letters)
    remind(story)
    defer(story)
