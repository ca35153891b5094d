# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""T1 in the browser: the bridge tells of a call, and the card is on the called person's screen."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import addon_tools
import pytest
from bridge_door import signed
from desk_server import Desk
from intake_door import Rpc, post
from playwright.sync_api import BrowserContext, Page, expect

addon_tools.load()

from house_line import Line, people  # noqa: E402

PATIENCE = 45_000
PHONE = "701"
# What the demo says of a person with a role at a client, and of that client.
BUYER, BUYER_NUMBER, CLIENT = "Péter Szabó", "+36305550103", "Golden Crust Bakeries"
NUMBERS = count(5550201)


@dataclass
class Call:
    """A call from outside that the bridge tells of, state by state."""

    url: str
    line: Line
    caller: str
    version: int = 0
    began: float = field(default_factory=time.time)

    def tell(self, state: str, **more: object) -> None:
        """Tell how it is now."""
        self.version += 1
        now = time.time()
        leg = {
            "id": "leg",
            "channel": f"PJSIP/{PHONE}-1",
            "party": "agent",
            "number": PHONE,
            "began": self.began,
            "ringing": self.began,
            "answered": now if more.get("answered_by") else None,
            "ended": now if state == "ended" else None,
            "talk": 0,
        }
        told = {
            "id": f"card.{self.began}",
            "version": self.version,
            "state": state,
            "direction": "incoming",
            "caller": self.caller,
            "called": "380442003040",
            "wait": 1,
            "talk": 0,
            "started": self.began,
            "ended": now if state == "ended" else None,
            "legs": [leg],
            **more,
        }
        body, headers = signed({"states": [told]}, self.line.secret)
        path = f"/telephony/bridge/{self.line.key}/calls"
        status, answer = post(self.url, path, body, headers.pop("Content-Type"), headers)
        assert status == 200, answer


@pytest.fixture(scope="module")
def line(sales_desk: Desk, admin: Rpc) -> Iterator[Line]:
    """A bridge whose only phone is the salesperson's."""
    [user] = people(admin, [sales_desk.logins["salesperson"][0]])
    made = Line.make(admin, {PHONE: user}, "Cards")
    yield made
    admin.call("telephony.provider", "write", [made.id], {"active": False})


@pytest.fixture
def ring(sales_desk: Desk, line: Line) -> Callable[[str], Call]:
    """Let the salesperson's phone ring."""

    def start(caller: str) -> Call:
        call = Call(sales_desk.url, line, caller)
        call.tell("ringing")
        return call

    return start


@pytest.fixture
def screen(sales_desk: Desk, page: Page, errors: list[str]) -> Page:
    """What the salesperson sees; anything, but not the calls."""
    sales_desk.login(page, "salesperson")
    return page


def money(amount: float) -> re.Pattern[str]:
    """An amount as the card writes it, whatever the currency."""
    return re.compile(re.escape(f"{amount:,.0f}"))


def test_the_called_sees_who_calls(sales_desk, admin, browser, screen, ring):
    """Name, client, turnover and debt on the called person's screen, nothing on a colleague's."""
    seller = Rpc(sales_desk, "salesperson")
    fields = ["client_turnover", "client_debt"]
    [client] = seller.call("res.partner", "search_read", [["name", "=", CLIENT]], fields)
    assert client["client_debt"] > 0
    other: BrowserContext = browser.new_context(locale="en-US")
    try:
        colleague = other.new_page()
        sales_desk.login(colleague, "team leader")
        call = ring(BUYER_NUMBER)
        card = screen.locator(".o_call_card")
        expect(card.locator(".o_call_name")).to_have_text(BUYER, timeout=PATIENCE)
        expect(card.locator(".o_call_clients")).to_contain_text(CLIENT)
        expect(card.locator(".o_call_turnover")).to_have_text(money(client["client_turnover"]))
        expect(card.locator(".o_call_debt")).to_have_text(money(client["client_debt"]))
        assert colleague.locator(".o_call_card").count() == 0
        call.tell("ended", disposition="missed")
        # It says that the call was missed, and goes.
        expect(card).to_have_class(re.compile("o_call_missed"), timeout=PATIENCE)
        expect(card).to_have_count(0, timeout=PATIENCE)
        # Ten seconds later, when a message to the colleague would have been there for long.
        assert colleague.locator(".o_call_card").count() == 0
    finally:
        other.close()


def test_contact_and_lead_of_an_unknown_number(admin, line, screen, ring):
    """One click while it rings: contact and lead are there, the call belongs to them."""
    number = f"+3630{next(NUMBERS)}"
    call = ring(number)
    card = screen.locator(".o_call_card")
    card.locator(".o_call_new_name").fill("Kati Varga", timeout=PATIENCE)
    card.locator(".o_call_create").click()
    title = screen.locator(".o_field_widget[name=name] textarea")
    expect(title).to_have_value(re.compile("Kati Varga"), timeout=PATIENCE)
    [row] = admin.call(
        "telephony.call",
        "search_read",
        [["provider_id", "=", line.id], ["customer_number", "=", number]],
        ["partner_id", "lead_id"],
    )
    [lead] = admin.call("crm.lead", "read", [row["lead_id"][0]], ["partner_id", "phone"])
    assert lead["partner_id"][0] == row["partner_id"][0]
    assert lead["phone"].replace(" ", "") == number
    call.tell("ended", disposition="missed")
    expect(card).to_have_count(0, timeout=PATIENCE)
