# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 2, first half: the same person writes again, by other doors, and stays one card.

(The colleague who is warned is in test_story2_colleague.py; the call belongs to an add-on to come.)
"""

import json
import subprocess
from dataclasses import dataclass

import pytest
from mail_door import mail_server, open_mailbox, send
from playwright.sync_api import expect

PATIENCE = 45_000
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
LETTER = "Good afternoon,\n\nplease send the price list to this address.\n\n-- \n{}\nMobile: {}\n"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who writes to whom, and how the phone is spelled: in the form, by a program, in the mail."""

    role: str
    name: str
    phones: tuple[str, str, str]

    def address(self, host):
        """An e-mail address of the visitor's."""
        return f"{self.name.lower().replace(' ', '.')}@{host}"


VISITORS = [
    Visitor("salesperson", "Nadia Tkach", ("067 712 34 56", "+38(067)7123456", "380677123456")),
    Visitor("team leader", "Ihor Melnyk", ("0501239876", "00380 50 123 98 76", "(050) 123-98-76")),
]


@pytest.fixture
def smtp(sales_desk, admin):
    """The company's mail server."""
    with mail_server(sales_desk, admin) as running:
        yield running


@pytest.fixture
def open_for(sales_desk, admin, make_door):
    """Opens a door whose requests are told to the person of a role, and a mailbox of its team."""

    def make(role):
        login = sales_desk.logins[role][0]
        [user] = admin.call("res.users", "search", [["login", "=", login]])
        team = {"name": f"Story 2, {role}", "use_leads": False}
        team["user_id"] = user if role == "team leader" else False
        [team_id] = admin.call("crm.team", "create", [team])
        address = open_mailbox(admin, team_id, f"story2-{login}")
        return make_door(team_id=team_id, user_id=user, for_email=True), address

    return make


def curl(url, *options):
    """Post with the program itself; status and body of the answer."""
    command = ["curl", "-sS", "--max-time", "60", "--write-out", "\n%{http_code}", *options, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    body, _newline, status = done.stdout.rpartition("\n")
    return int(status), body


def post_form(url, visitor):
    """The form on a site, as a browser without scripts would send it."""
    fields = {"name": visitor.name, "phone": visitor.phones[0], "message": "A pump for a well?"}
    pairs = [f"{field}={value}" for field, value in fields.items()]
    status, _body = curl(url, *(part for pair in pairs for part in ("--data-urlencode", pair)))
    assert status == 303


def post_json(url, visitor):
    """The same person through a program, which knows another spelling and an e-mail."""
    order = {"phone": visitor.phones[1], "email": visitor.address("shop.example")}
    status, body = curl(url, "--json", json.dumps({"name": visitor.name.split()[0], **order}))
    assert (status, json.loads(body)["status"]) == (202, "accepted")


def write_mail(smtp, address, visitor):
    """A letter from another address; only the signature holds the phone."""
    sender = f"{visitor.name} <{visitor.address('private.example.org')}>"
    send(smtp, sender, address, "Price list", LETTER.format(visitor.name, visitor.phones[2]))


def check_inbox(page, url, visitor):
    """Three messages wait for the person in charge (looking at the card will mark them read)."""
    page.goto(f"{url}/odoo/discuss?active_id=mail.box_inbox")
    told = page.locator(".o-mail-Message").filter(has_text=visitor.name)
    expect(told).to_have_count(3, timeout=PATIENCE)
    page.close()


def check_card(page, visitor):
    """The open form of the card: three requests, both e-mails, one activity."""
    page.get_by_role("tab", name="Requests", exact=True).click()
    rows = page.locator("[name=request_ids] .o_data_row")
    expect(rows.locator("td[name=channel]")).to_have_text(["E-mail", "API", "Web form"])
    expect(rows.locator("td[name=result]")).to_have_text(
        ["Added to a card", "Added to a card", "New lead"]
    )
    page.get_by_role("tab", name="Phones and E-mails").click()
    learnt = page.locator("[name=identifier_ids] .o_data_row")
    for host in ("shop.example", "private.example.org"):
        expect(learnt.filter(has_text=visitor.address(host))).to_have_count(1)
    expect(learnt.filter(has_text="+380")).to_have_count(1)
    expect(page.locator(".o-mail-Activity")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator(".o-mail-Activity")).to_contain_text("Answer the requests (3)")


def check_books(door, visitor):
    """What stands in the database: one lead, one person told each time, one open activity."""
    rows = door.received("lead_id", "user_id", "matched_by")
    assert [row["matched_by"] for row in rows] == ["", "phone", "phone"]
    [lead_id] = {row["lead_id"][0] for row in rows}
    found = door.rpc.call("crm.lead", "search", [["contact_name", "=", visitor.name]])
    assert found == [lead_id]
    [user_id] = {row["user_id"][0] for row in rows}
    card = [["res_model", "=", "crm.lead"], ["res_id", "=", lead_id]]
    assert door.rpc.call("mail.activity", "search_count", [*card, ["user_id", "=", user_id]]) == 1
    assert door.rpc.call("mail.activity", "search_count", card) == 1
    messages = [
        ["mail_message_id.model", "=", "crm.lead"],
        ["mail_message_id.res_id", "=", lead_id],
    ]
    told = door.rpc.call("mail.notification", "search_read", messages, ["res_partner_id"])
    [user] = door.rpc.call("res.users", "read", [user_id], ["partner_id"])
    assert [row["res_partner_id"] for row in told] == [user["partner_id"]] * 3


@pytest.mark.parametrize("visitor", VISITORS, ids=[each.role for each in VISITORS])
def test_same_person_again(sales_desk, page, errors, open_for, smtp, visitor):
    """Form, program, mail: one card in the open pipeline, three requests, told each time."""
    door, address = open_for(visitor.role)
    url = sales_desk.url + door.path
    sales_desk.login(page, visitor.role)
    page.goto(f"{sales_desk.url}/odoo/crm")
    expect(page.locator(".o_kanban_group").first).to_be_visible(timeout=PATIENCE)
    card = page.locator(CARD, has_text=visitor.name)
    expect(card).to_have_count(0)
    # Gone as soon as anything loads the page anew.
    page.evaluate("window.markOfTheTest = 'here'")
    post_form(url, visitor)
    expect(card).to_have_count(1, timeout=PATIENCE)
    post_json(url, visitor)
    write_mail(smtp, address, visitor)
    assert len(door.received()) == 3
    check_inbox(page.context.new_page(), sales_desk.url, visitor)
    expect(card).to_have_count(1)
    card.click()
    check_card(page, visitor)
    check_books(door, visitor)
    assert page.evaluate("window.markOfTheTest") == "here"


@pytest.mark.parametrize("role", ["salesperson", "team leader"])
def test_screens_of_requests(sales_desk, page, errors, role):
    """Every screen of requests opens and shows what there is, without a complaint."""
    sales_desk.login(page, role)
    screens = {
        "requests": ".o_data_row",
        "requests-to-check": ".o_data_row, .o_view_nocontent",
        "requests-analysis": ".o_graph_canvas_container canvas",
    }
    for path, content in screens.items():
        page.goto(f"{sales_desk.url}/odoo/{path}")
        expect(page.locator(content).first).to_be_visible(timeout=PATIENCE)
    page.locator(".o_switch_view.o_pivot").click()
    expect(page.locator(".o_pivot table .o_pivot_cell_value").first).to_be_visible(timeout=PATIENCE)
    page.goto(f"{sales_desk.url}/odoo/requests")
    page.locator(".o_switch_view.o_kanban").click()
    page.locator(CARD).first.click()
    expect(page.locator(".o_form_view [name=received_at]")).to_be_visible(timeout=PATIENCE)
