# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 8: made to order; production and purchases after a long sale, a crew without a login."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from desk_server import Desk
from intake_door import Rpc
from playwright.sync_api import Browser, Page, expect
from post_box import PostBox, post_box, text_of
from story_clock import day_and_night, record_of, run_job, until, working_days

PATIENCE = 45_000
CREW = "crew@assembly.example"
DEAL = "Kiosk for the harbour"
BUILDER = ["story8-builder", "builder-of-the-test"]
# The ready playbook: drawings and material begin at once, then one thing after the other.
DRAW, ORDER, PRODUCE = "Drawings and measures", "Order the material", "Produce"
PACK, ASSEMBLE = "Check and pack", "Assemble at the customer's"
LONG_AGO = "UPDATE crm_lead SET create_date = create_date - interval '200 days' WHERE id = {lead}"
PHONE = {
    "viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True,
    "device_scale_factor": 2, "locale": "en-US",
}  # fmt: skip


@dataclass
class Story:
    """The salesperson at her screen, the head of production at his."""

    desk: Desk
    admin: Rpc
    seller: Rpc
    builder: Rpc
    page: Page
    deal: int
    crew: int

    def tasks(self) -> dict[str, int]:
        """The tasks of the deal, by what is done."""
        rows = self.admin.call(
            "project.task", "search_read", [["lead_id", "=", self.deal]], ["name"], order="id"
        )
        return {row["name"].partition(":")[0]: row["id"] for row in rows}

    def finish(self, task: str) -> None:
        """Somebody in production is done with a task."""
        self.builder.call("project.task", "write", [self.tasks()[task]], {"state": "1_done"})

    def wait_for(self, *tasks: str) -> None:
        """What is planned is done by the background, without a word from us."""
        until(lambda: set(self.tasks()) == set(tasks))

    def check_progress(self, done: int, of: int) -> None:
        """What the salesperson reads on the deal, and tells the customer."""
        self.page.goto(f"{self.desk.url}/odoo/crm/{self.deal}")
        button = self.page.locator("button[name=action_view_tasks]")
        # With every add-on there are more buttons than fit.
        more = self.page.locator(".o-form-buttonbox .o_button_more")
        expect(button.or_(more)).to_be_visible(timeout=PATIENCE)
        if more.is_visible():
            more.click()
        expect(button).to_have_text(
            re.compile(rf"{done}\s+of\s+{of}\s*Tasks Done"), timeout=PATIENCE
        )


@pytest.fixture
def letters(admin):
    """What the crew gets."""
    with post_box(admin) as box:
        yield box


@pytest.fixture
def builder(sales_desk: Desk, admin: Rpc) -> Iterator[int]:
    """The head of production, who knows nothing of sales."""
    login, password = BUILDER
    group = record_of(admin, "project", "group_project_manager")
    values = {
        "name": "Bohdan Builder", "login": login, "password": password,
        "email": "bohdan@builders.example", "group_ids": [[6, 0, [group]]],
    }  # fmt: skip
    [user] = admin.call("res.users", "create", [values])
    sales_desk.logins["builder"] = BUILDER
    yield user
    del sales_desk.logins["builder"]


@pytest.fixture
def playbook(admin: Rpc, builder: int) -> Iterator[int]:
    """What follows a sale that is made to order: the ready playbook, with its project chosen."""
    [project] = admin.call("project.project", "create", [{"name": "Kiosks"}])
    book = record_of(admin, "crm_stage_automation_project", "ready_made_to_order")
    domain = [["rule_id.playbook_id", "=", book], ["kind", "=", "task"]]
    steps = admin.call("crm.playbook.step", "search", domain)
    admin.call("crm.playbook.step", "write", steps, {"project_id": project})
    admin.call("crm.playbook", "action_switch_on", [book])
    yield book
    admin.call("crm.playbook", "action_switch_off", [book])


@pytest.fixture
def story(sales_desk, admin, page, errors, playbook):
    """A deal of the salesperson's that was opened more than six months ago."""
    seller = Rpc(sales_desk, "salesperson")
    people = [
        {"name": "Harbour Master", "email": "master@harbour.example",
         "street": "Pier 5", "city": "Odesa"},
        {"name": "Assembly crew", "email": CREW},
    ]  # fmt: skip
    client, crew = admin.call("res.partner", "create", people)
    # Whose tasks begin at once, at whatever hour this is played.
    calendar = working_days(admin, "Kiosks")
    day_and_night(admin, calendar)
    [team] = admin.call(
        "crm.team", "create", [{"name": "Kiosks", "resource_calendar_id": calendar}]
    )
    values = {
        "name": DEAL, "type": "opportunity", "partner_id": client, "expected_revenue": 48000,
        "team_id": team,
    }  # fmt: skip
    [deal] = seller.call("crm.lead", "create", [values])
    sales_desk.odoo.cluster.sql(LONG_AGO.format(lead=deal), sales_desk.database)
    sales_desk.login(page, "salesperson")
    return Story(sales_desk, admin, seller, Rpc(sales_desk, "builder"), page, deal, crew)


def win(story: Story) -> None:
    """The salesperson closes the deal; it took more than six months."""
    story.page.goto(f"{story.desk.url}/odoo/crm/{story.deal}")
    story.page.locator("button[name=action_set_won_rainbowman]").click(timeout=PATIENCE)
    expect(story.page.locator(".o_widget_web_ribbon")).to_contain_text("Won", timeout=PATIENCE)
    [row] = story.seller.call("crm.lead", "read", [story.deal], ["day_close", "won_status"])
    assert row["won_status"] == "won"
    assert row["day_close"] > 183


def send_link(story: Story, browser: Browser, letters: PostBox) -> str:
    """The head of production sends the crew its task; the address in the letter they get."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-US")
    page = context.new_page()
    story.desk.login(page, "builder")
    page.goto(f"{story.desk.url}/odoo/project.task/{story.tasks()[ASSEMBLE]}")
    page.locator("button[name=action_send_work_link]").click(timeout=PATIENCE)
    dialog = page.locator(".modal-dialog")
    worker = dialog.locator(".o_field_widget[name=worker_id] input")
    worker.fill("Assembly crew", timeout=PATIENCE)
    page.locator(".o-autocomplete--dropdown-item", has_text="Assembly crew").first.click()
    expect(dialog.locator(".o_field_widget[name=address] input")).to_have_value(
        re.compile("Pier 5")
    )
    dialog.locator(".o_field_widget[name=instructions] textarea").fill("The crane comes at nine")
    dialog.locator(".o_field_widget[name=checklist] textarea").fill("Level\nGlass is whole")
    dialog.locator("button[name=action_send]").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    context.close()
    [letter] = letters.letters_to(CREW)
    html = letter.get_body(("html",)).get_content()
    assert ASSEMBLE in text_of(letter)
    return re.search(r'href="([^"]*/crew/[^"]+)"', html)[1]


def report(browser: Browser, url: str) -> None:
    """On the phone, at the kiosk: list, result, a photo, a name."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(url)
    expect(page.locator("h1")).to_contain_text(ASSEMBLE)
    expect(page.locator(".instructions")).to_have_text("The crane comes at nine")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    assert "48" not in page.locator("main").inner_text()
    photo = {"name": "kiosk.jpg", "mimeType": "image/jpeg", "buffer": page.screenshot(type="jpeg")}
    for item in page.locator("input[name=item]").all():
        item.check()
    page.locator("#result").fill("It stands, the lamps burn")
    page.locator("#photos input[multiple]").set_input_files(photo)
    expect(page.locator("#photos li img")).to_be_visible()
    page.locator("#signer").fill("Ivan")
    page.locator("button[type=submit]").click()
    expect(page.locator("[data-state=received]")).to_be_visible(timeout=PATIENCE)
    # The link is used up: whoever finds it later sees nothing.
    page.goto(url)
    expect(page.locator("main")).not_to_contain_text("crane")
    context.close()


def check_deal(story: Story) -> None:
    """Result and photo stand on the deal."""
    story.check_progress(5, 5)
    note = story.page.locator(".o-mail-Message", has_text="It stands, the lamps burn")
    expect(note).to_contain_text("By: Ivan", timeout=PATIENCE)
    expect(note).to_contain_text("Checklist: 2 of 2")
    photo = note.locator(".o-mail-AttachmentImage img, .o-mail-AttachmentList img").first
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_made_to_order(story, letters, browser):
    """Won after half a year; each task starts the next; the crew's report is on the deal."""
    win(story)
    story.wait_for(DRAW, ORDER)
    story.check_progress(0, 5)
    story.finish(ORDER)
    story.wait_for(DRAW, ORDER, PRODUCE)
    story.finish(PRODUCE)
    story.wait_for(DRAW, ORDER, PRODUCE, PACK)
    story.check_progress(2, 5)
    story.finish(DRAW)
    story.finish(PACK)
    story.wait_for(DRAW, ORDER, PRODUCE, PACK, ASSEMBLE)
    report(browser, send_link(story, browser, letters))
    check_deal(story)
    # The salesperson asks the customer whether all is well.
    activity = story.page.locator(".o-mail-Activity", has_text="is all well?")
    expect(activity).to_be_visible(timeout=PATIENCE)
    # Reopened and won again: no second set.
    [early] = story.admin.call("crm.stage", "search", [["is_won", "=", False]], limit=1)
    story.seller.call("crm.lead", "write", [story.deal], {"stage_id": early})
    story.seller.call("crm.lead", "action_set_won", [story.deal])
    run_job(story.admin, "crm_stage_automation", "ir_cron_playbook_jobs")
    assert len(story.tasks()) == 5
