# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 10: a client who owes too much is reminded and stopped; an exception, and the payment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from desk_server import Desk
from intake_door import Rpc
from playwright.sync_api import Browser, Locator, Page, expect
from post_box import PostBox, post_box, text_of
from story_clock import record_of, run_job, until

PATIENCE = 45_000
CLIENT, NEIGHBOUR = "Lighthouse Bakery", "Corner Bakery"
LETTERS = {CLIENT: "books@lighthouse.example", NEIGHBOUR: "books@corner.example"}
FRIDAY = 4
WEEK_LATER = """
    UPDATE crm_credit_pardon SET since = since - 7, until = until - 7 WHERE partner_id = {client}
"""


@dataclass
class Story:
    """Who plays it: a salesperson at his screen, a head who may sign, and the accountants."""

    desk: Desk
    admin: Rpc
    seller: Rpc
    page: Page
    today: date
    clients: dict[str, int]

    def invoice(self, client: str, amount: float, days: int) -> int:
        """An invoice that is overdue by so many days; its id."""
        due = self.today - timedelta(days)
        values = {
            "move_type": "out_invoice", "partner_id": self.clients[client],
            "invoice_date": f"{due}", "invoice_date_due": f"{due}",
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                [0, 0, {"name": "Flour", "price_unit": amount, "quantity": 1, "tax_ids": []}]
            ],
        }  # fmt: skip
        [made] = self.admin.call("account.move", "create", [values])
        self.admin.call("account.move", "action_post", [made])
        return made

    def quotation(self, *, of: int = 0) -> int:
        """A quotation of the salesperson's for the client, or the copy of one; its id."""
        if of:
            [made] = self.seller.call("sale.order", "copy", [of])
            return made
        [product] = self.seller.call(
            "product.product", "search", [["type", "=", "service"]], limit=1
        )
        line = {"product_id": product, "name": "Bread", "price_unit": 100, "tax_ids": []}
        values = {"partner_id": self.clients[CLIENT], "order_line": [[0, 0, line]]}
        [made] = self.seller.call("sale.order", "create", [values])
        return made

    def state(self, order: int) -> str:
        """Whether it is a quotation still."""
        [row] = self.seller.call("sale.order", "read", [order], ["state"])
        return row["state"]

    def open_order(self, order: int) -> Locator:
        """The button that confirms, on the form of an order."""
        self.page.goto(f"{self.desk.url}/odoo/sales/{order}")
        button = self.page.locator("button[name=action_confirm]:visible").first
        expect(button).to_be_visible(timeout=PATIENCE)
        return button

    def confirm(self, order: int) -> None:
        """Press the button; the order is confirmed."""
        self.open_order(order).click()
        done = self.page.locator(".o_arrow_button_current", has_text="Sales Order")
        expect(done).to_be_visible(timeout=PATIENCE)
        assert self.state(order) == "sale"

    def is_refused(self, order: int) -> None:
        """No door is open: neither the button, nor the method, nor the field."""
        button = self.open_order(order)
        expect(self.page.locator(".alert", has_text="cannot be confirmed")).to_be_visible()
        button.click()
        dialog = self.page.locator(".modal-dialog")
        expect(dialog).to_contain_text(f"{CLIENT} is stopped", timeout=PATIENCE)
        expect(dialog).to_contain_text("for an exception")
        dialog.get_by_role("button", name="Close", exact=True).last.click()
        for method, values in (("action_confirm", []), ("write", [{"state": "sale"}])):
            with pytest.raises(AssertionError, match=f"{CLIENT} is stopped"):
                self.seller.call("sale.order", method, [order], *values)
        assert self.state(order) == "draft"


@pytest.fixture
def letters(admin):
    """What the customers get."""
    with post_box(admin) as box:
        yield box


@pytest.fixture
def story(sales_desk, admin, page, errors):
    """Two clients of the salesperson's, and the company's policy for as long as the story lasts."""
    page.route("**/res.partner/autocomplete_by_*", lambda route: route.abort())
    seller, leader = (
        admin.call("res.users", "search", [["login", "=", sales_desk.logins[role][0]]])[0]
        for role in ("salesperson", "team leader")
    )
    group = record_of(admin, "crm_stage_automation", "group_credit_pardon")
    admin.call("res.users", "write", [leader], {"group_ids": [[4, group]]})
    others = admin.call("crm.credit.policy", "search", [])
    admin.call("crm.credit.policy", "write", others, {"active": False})
    template = record_of(admin, "crm_stage_automation", "mail_template_credit")
    policy = {
        "days": 30, "amount": 1000, "responsible_id": leader, "letter_amount": 500,
        "letter_ids": [[0, 0, {"days": 14, "template_id": template}]],
    }  # fmt: skip
    [made] = admin.call("crm.credit.policy", "create", [policy])
    values = [
        {"name": name, "email": address, "is_company": True, "user_id": seller}
        for name, address in LETTERS.items()
    ]
    clients = dict(zip(LETTERS, admin.call("res.partner", "create", values), strict=True))
    sales_desk.login(page, "salesperson")
    zone = ZoneInfo(company_zone(admin))
    yield Story(
        sales_desk, admin, Rpc(sales_desk, "salesperson"), page, datetime.now(zone).date(), clients
    )
    admin.call("crm.credit.policy", "unlink", [made])
    admin.call("crm.credit.policy", "write", others, {"active": True})
    admin.call("res.users", "write", [leader], {"group_ids": [[3, group]]})


def company_zone(admin: Rpc) -> str:
    """Where the company is, for what is overdue there."""
    [calendar] = admin.call(
        "res.company", "search_read", [["id", "=", 1]], ["resource_calendar_id"]
    )
    [row] = admin.call("resource.calendar", "read", [calendar["resource_calendar_id"][0]], ["tz"])
    return row["tz"]


def is_stopped(story: Story, client: str) -> bool:
    """Whether a salesperson sees the flag."""
    [row] = story.seller.call("res.partner", "read", [story.clients[client]], ["is_credit_stopped"])
    return row["is_credit_stopped"]


def check_letter(letters: PostBox, story: Story, invoice: int) -> None:
    """The client was reminded, with the open invoice in the letter."""
    [letter] = letters.letters_to(LETTERS[CLIENT])
    [row] = story.admin.call("account.move", "read", [invoice], ["name"])
    assert "reminder of overdue invoices" in str(letter["Subject"])
    assert letter["Auto-Submitted"] == "auto-generated"
    assert row["name"] in text_of(letter)
    assert "1,250" in text_of(letter)


def check_list(story: Story) -> None:
    """The salesperson sees who is stopped and why, and not how much he owes."""
    story.page.goto(f"{story.desk.url}/odoo/stop-list")
    row = story.page.locator(".o_data_row", has_text=CLIENT)
    expect(row).to_contain_text("Overdue Invoices", timeout=PATIENCE)
    expect(story.page.locator(".o_data_row", has_text=NEIGHBOUR)).to_have_count(0)
    expect(story.page.locator(".o_list_view")).not_to_contain_text("1,250")
    expect(row.get_by_role("button", name="Grant Exception")).to_have_count(0)


def sign_exception(story: Story, browser: Browser) -> None:
    """The head of sales lets the client's orders through until Friday, and says why."""
    friday = story.today + timedelta((FRIDAY - story.today.weekday()) % 7)
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-US")
    page = context.new_page()
    story.desk.login(page, "team leader")
    page.goto(f"{story.desk.url}/odoo/stop-list")
    row = page.locator(".o_data_row", has_text=CLIENT)
    row.get_by_role("button", name="Grant Exception").click(timeout=PATIENCE)
    dialog = page.locator(".modal-dialog")
    day = dialog.locator(".o_field_widget[name=until] input, .o_field_widget[name=until] button")
    day.last.click(timeout=PATIENCE)
    day.last.fill(f"{friday:%m/%d/%Y}")
    dialog.locator(".o_field_widget[name=reason] textarea").fill("Pays on Friday, he promised")
    dialog.locator(".o_form_button_save").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    context.close()
    [signed] = story.admin.call(
        "crm.credit.pardon", "search_read",
        [["partner_id", "=", story.clients[CLIENT]]], ["until", "user_id"],
    )  # fmt: skip
    assert signed["until"] == f"{friday}"
    [leader] = story.admin.call("res.users", "read", [signed["user_id"][0]], ["login"])
    assert leader["login"] == story.desk.logins["team leader"][0]


def pay(admin: Rpc, invoice: int) -> None:
    """The accountant registers the payment."""
    context = {"active_model": "account.move", "active_ids": [invoice]}
    [made] = admin.call("account.payment.register", "create", [{}], context=context)
    admin.call("account.payment.register", "action_create_payments", [made], context=context)


def test_stop_list(story, letters, browser):
    """Reminded, stopped at every door, let through until Friday, stopped again, paid and free."""
    invoice = story.invoice(CLIENT, 1250, days=31)
    story.invoice(NEIGHBOUR, 1250, days=30)
    # The night passes.
    run_job(story.admin, "crm_stage_automation", "cron_credit")
    assert is_stopped(story, CLIENT)
    assert not is_stopped(story, NEIGHBOUR)
    check_letter(letters, story, invoice)
    check_list(story)
    first = story.quotation()
    copy = story.quotation(of=first)
    story.is_refused(first)
    story.is_refused(copy)
    sign_exception(story, browser)
    story.confirm(first)
    # Friday is over.
    story.desk.odoo.cluster.sql(
        WEEK_LATER.format(client=story.clients[CLIENT]), story.desk.database
    )
    story.is_refused(copy)
    pay(story.admin, invoice)
    until(lambda: not is_stopped(story, CLIENT))
    story.confirm(copy)
