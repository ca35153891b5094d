# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 2, its end: a colleague who enters the company by hand is warned who works with it."""

import pytest
from playwright.sync_api import expect

PATIENCE = 45_000
FIRM = "Zoloti Vorota LLC"
PHONE = "+380671239876"


@pytest.fixture
def deal(admin, sales_desk):
    """An open deal of the team leader with a company; the salesperson may not read it."""
    [leader] = admin.call(
        "res.users", "search", [["login", "=", sales_desk.logins["team leader"][0]]]
    )
    values = {
        "name": "Gates for the yard",
        "type": "opportunity",
        "partner_name": FIRM,
        "contact_name": "Ostap Vyshnia",
        "phone": PHONE,
        "user_id": leader,
    }
    [lead] = admin.call("crm.lead", "create", [values])
    yield lead
    admin.call("crm.lead", "unlink", [lead])


@pytest.fixture
def rule(admin):
    """A rule that refuses a second card of a colleague's customer."""
    values = {"name": "Story 2", "probability": 0.5, "action": "block", "message": "Talk to {who}."}
    [guard] = admin.call("crm.dedup.guard", "create", [values])
    yield guard
    admin.call("crm.dedup.guard", "unlink", [guard])


@pytest.fixture
def form(sales_desk, page):
    """An empty card of a new opportunity, on the screen of the salesperson."""
    sales_desk.login(page, "salesperson")
    page.goto(f"{sales_desk.url}/odoo/crm/new")
    title = page.locator(".o_field_widget[name=name] textarea")
    expect(title).to_be_visible(timeout=PATIENCE)
    title.fill("Gates again")
    return page


def leader_name(admin, sales_desk):
    """Whom the colleague is told of."""
    login = sales_desk.logins["team leader"][0]
    [user] = admin.call("res.users", "search_read", [["login", "=", login]], ["name"])
    return user["name"]


def test_colleague_is_warned(sales_desk, admin, form, deal):
    """The company's name in another alphabet is enough; nothing of the deal itself is told."""
    name = leader_name(admin, sales_desk)
    form.get_by_role("tab", name="Contacts").click()
    form.locator(".o_field_widget[name=partner_name] input:visible").press_sequentially(
        "ТОВ «Золоті ворота»", delay=20
    )
    panel = form.locator(".o_dedup_panel")
    expect(panel.locator(".o_dedup_colleague")).to_contain_text(name, timeout=PATIENCE)
    expect(panel.locator(".o_dedup_colleague")).to_contain_text("open deals: 1")
    expect(panel).not_to_contain_text("Gates for the yard")
    form.locator(".o_form_button_save").click()
    expect(form.locator(".o_form_saved")).to_be_visible(timeout=PATIENCE)
    expect(form.locator(".o_dedup_summary")).to_contain_text(name)
    admin.call(
        "crm.lead", "unlink", admin.call("crm.lead", "search", [["name", "=", "Gates again"]])
    )


def test_second_card_is_refused(sales_desk, admin, form, deal, rule):
    """Where the administrator wants it so: refused, with whom to ask, and counted."""
    name = leader_name(admin, sales_desk)
    form.locator(".o_field_widget[name=phone] input:visible").first.fill("067 123 98 76")
    warning = form.locator(".o_dedup_warning.alert-danger")
    expect(warning).to_contain_text(f"Talk to {name}.", timeout=PATIENCE)
    form.locator(".o_form_button_save").click()
    refusal = form.locator(".modal .modal-body")
    expect(refusal).to_contain_text(f"In charge: {name}", timeout=PATIENCE)
    expect(refusal).not_to_contain_text("Gates for the yard")
    assert not admin.call("crm.lead", "search", [["name", "=", "Gates again"]])
    prevented = [["lead_id", "=", deal], ["kind", "=", "prevented"]]
    assert admin.call("crm.dedup.event", "search_count", prevented) == 1
