# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 3: one owner, three shops; invoices on three legal entities, summed on the client."""

import re
from dataclasses import dataclass

import pytest
from desk_server import Desk
from playwright.sync_api import Locator, Page, expect

PATIENCE = 45_000
# Who is invoiced, for how much.
SHOPS = {"Golden Crust Kft.": 1000.0, "Nagy Ilona e.v.": 250.0}


@dataclass(frozen=True)
class Story:
    """The people of the story by the names of the demo, and the two who play it."""

    desk: Desk
    admin: object
    page: Page

    def demo(self, name: str) -> int:
        """The record of the demo with this external id."""
        domain = [["module", "=", "crm_counterparty"], ["name", "=", name]]
        [found] = self.admin.call("ir.model.data", "search_read", [*domain], ["res_id"])
        return found["res_id"]

    def figures(self, partner: int) -> dict:
        """Turnover and debt as the administrator reads them."""
        names = [
            "client_turnover_total", "client_debt",
            "counterparty_turnover_total", "counterparty_debt",
        ]  # fmt: skip
        [values] = self.admin.call("res.partner", "read", [partner], names)
        return values

    def open_client(self) -> Locator:
        """The client's card, with its figures."""
        self.page.goto(f"{self.desk.url}/odoo/contacts/{self.demo('demo_crust')}")
        glance = self.page.locator(".o_client_glance")
        expect(glance.locator(".o_glance_tile").first).to_be_visible(timeout=PATIENCE)
        return glance

    def field(self, name: str) -> Locator:
        """The input of a field on the form."""
        return self.page.locator(f".o_field_widget[name={name}] input:visible").first

    def save(self) -> None:
        """Save the form."""
        self.page.locator(".o_form_button_save").click()
        expect(self.page.locator(".o_form_saved")).to_be_visible(timeout=PATIENCE)

    def choose(self, name: str, label: str) -> None:
        """Pick a record as a person does: type a word of it, click it."""
        self.field(name).fill(label)
        option = self.page.locator(".o-autocomplete--dropdown-item", has_text=label).first
        expect(option).to_be_visible(timeout=PATIENCE)
        option.click()


@pytest.fixture
def story(sales_desk, admin, page, errors):
    """The salesperson at the screen."""
    # A field of Odoo asks its maker's service for firms of the world: not from here.
    page.route(
        "**/res.partner/autocomplete_by_*",
        lambda route: route.fulfill(json={"jsonrpc": "2.0", "id": 1, "result": []}),
    )
    sales_desk.login(page, "salesperson")
    return Story(sales_desk, admin, page)


def amount(text: str) -> float:
    """The number in "$ 29,850"."""
    return float(re.sub(r"[^0-9.-]", "", text))


def test_the_card_at_a_glance(story):
    """Three legal entities, the owner and the accountant; from her to her other client."""
    glance = story.open_client()
    entities = glance.locator(".o_glance_tile", has_text="Counterparties")
    expect(entities.locator("li")).to_have_count(3)
    expect(entities.locator("li", has_text="Golden Crust Kft.").locator(".fa-star")).to_be_visible()
    glance.get_by_text("Eszter Balogh").click()
    name = story.page.locator(".o_field_widget[name=name] input, h1 input").first
    expect(name).to_have_value("Eszter Balogh", timeout=PATIENCE)
    # With stock there are more figures than have room beside each other.
    story.page.locator(".o_button_more").click()
    story.page.locator("button[name=action_relations]").click()
    picture = story.page.locator(".o_relations_picture")
    expect(picture.locator(".o_relation_name", has_text="Corner Café")).to_be_visible(
        timeout=PATIENCE
    )
    expect(picture.locator(".o_relation_name", has_text="Golden Crust Bakeries")).to_be_visible()
    picture.locator(".o_relation_name", has_text="Corner Café").click()
    expect(picture.locator(".o_relation_middle")).to_contain_text("Corner Café", timeout=PATIENCE)
    picture.locator(".o_relation_middle").click()
    expect(name).to_have_value("Corner Café", timeout=PATIENCE)


def make_deal(story: Story, entity: str) -> None:
    """A deal with the client, made out to one of his legal entities."""
    page = story.page
    page.goto(f"{story.desk.url}/odoo/crm/new")
    title = page.locator(".o_field_widget[name=name] textarea")
    expect(title).to_be_visible(timeout=PATIENCE)
    title.fill(f"Mixer for {entity}")
    story.choose("client_id", "Golden Crust Bakeries")
    default = re.compile("Golden Crust Kft")
    expect(story.field("counterparty_id")).to_have_value(default, timeout=PATIENCE)
    # Only the client's own entities are offered, the default first.
    story.field("counterparty_id").fill("")
    offered = page.locator(".o-autocomplete--dropdown-item")
    expect(offered.first).to_contain_text(default, timeout=PATIENCE)
    partners = [text for text in offered.all_inner_texts() if "Search" not in text]
    assert len(partners) == 3
    offered.filter(has_text=entity).first.click()
    story.save()


def sell(story: Story, entity: str, price: float) -> int:
    """The deal's quotation with one line, confirmed."""
    make_deal(story, entity)
    page = story.page
    page.locator("button[name=action_sale_quotations_new]").first.click()
    expect(page.locator(".o_field_widget[name=order_line]")).to_be_visible(timeout=PATIENCE)
    story.save()
    [order] = story.admin.call(
        "sale.order",
        "search_read",
        [["opportunity_id.name", "=", f"Mixer for {entity}"]],
        ["partner_id", "partner_invoice_id", "client_id"],
    )
    assert order["partner_id"][1] == order["client_id"][1] == "Golden Crust Bakeries"
    assert entity in order["partner_invoice_id"][1]
    # In euros, if a shop's pricelist for Europe is there too: this is about whom it is sold to.
    story.admin.call("sale.order", "write", [order["id"]], {"pricelist_id": False})
    [product] = story.admin.call("product.product", "search", [["type", "=", "service"]], limit=1)
    line = {
        "order_id": order["id"], "product_id": product, "name": "Mixer", "price_unit": price,
        "tax_ids": [[6, 0, []]], "qty_delivered": 1, "product_uom_qty": 1,
    }  # fmt: skip
    story.admin.call("sale.order.line", "create", [line])
    page.reload()
    page.locator("button[name=action_confirm]:visible").first.click()
    state = page.locator(".o_arrow_button_current", has_text="Sales Order")
    expect(state).to_be_visible(timeout=PATIENCE)
    return order["id"]


def test_each_shop_is_invoiced_apart(story):
    """Orders of two shops: two invoices on two entities; per entity and summed on the client."""
    client = story.demo("demo_crust")
    entities = {
        "Golden Crust Kft.": story.demo("demo_crust_kft"),
        "Nagy Ilona e.v.": story.demo("demo_crust_ilona"),
    }
    glance = story.open_client()
    shown = amount(glance.locator(".o_glance_tile", has_text="Debt").locator("strong").inner_text())
    before = {name: story.figures(partner) for name, partner in entities.items()}
    whole = story.figures(client)
    assert round(shown) == round(whole["client_debt"])
    orders = [sell(story, entity, price) for entity, price in SHOPS.items()]
    # The bookkeeper invoices both at once; they do not become one invoice.
    wizard = story.admin.call(
        "sale.advance.payment.inv", "create",
        [{"sale_order_ids": [[6, 0, orders]], "advance_payment_method": "delivered"}],
    )  # fmt: skip
    story.admin.call("sale.advance.payment.inv", "create_invoices", wizard)
    invoices = story.admin.call(
        "account.move", "search_read",
        [["line_ids.sale_line_ids.order_id", "in", orders]],
        ["partner_id", "client_id", "amount_untaxed"],
    )  # fmt: skip
    assert len(invoices) == len(SHOPS)
    story.admin.call("account.move", "action_post", [invoice["id"] for invoice in invoices])
    for name, partner in entities.items():
        after = story.figures(partner)
        for field in ("counterparty_turnover_total", "counterparty_debt"):
            assert after[field] - before[name][field] == pytest.approx(SHOPS[name]), field
    after = story.figures(client)
    for field in ("client_turnover_total", "client_debt"):
        assert after[field] - whole[field] == pytest.approx(sum(SHOPS.values())), field
    glance = story.open_client()
    debt = glance.locator(".o_glance_tile", has_text="Debt").locator("strong").inner_text()
    assert amount(debt) - shown == pytest.approx(sum(SHOPS.values()), abs=1)
