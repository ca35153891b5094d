# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is on each picture, and how one gets there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from pictures import figures, parties
from pictures.site import LANDING
from pictures.studio import CRM, PATIENCE, SITE, Studio, ready

KEY = "demo-contact-form"
FRESH = {
    "name": "Dávid Tóth",
    "phone": "06 30 555 0199",
    "email": "david@tothdental.example",
    "product_interest": "Waiting room for a dentist",
    "message": "Twelve seats and a reception desk. Could you come and measure next week?",
    "page": "https://www.example.com/offers/waiting-rooms",
}
OLD_CUSTOMERS = """name,is_company,phone,email,city
Karpatski Mebli LLC,TRUE,(032) 555-01-20,office@karpatski-mebli.example,Lviv
Szűcs Bence,FALSE,06 70 555 0114,bence.szucs@szucsbutor.example,Szeged
Oleksandr Melnychuk,FALSE,,,Kyiv
Nagy Zsófia,FALSE,+36 30 555 0188,zsofia.nagy@example.com,Pécs
Zsófia Nagy,FALSE,06 30 555 0188,zsofia.nagy@example.com,
Bondar Books,TRUE,+380 67 555 0133,taras@bondarbooks.example,Ternopil
"""
CARD = ".o_kanban_record:not(.o_kanban_ghost)"


def pipeline(studio: Studio) -> Page:
    """A request comes in while the pipeline is open: the card, and who is told."""
    page = studio.desk("team leader")
    page.goto(f"{CRM}/odoo/crm")
    ready(page, CARD)
    # The leader looks at the whole team.
    page.locator(".o_searchview .o_facet_remove").first.click()
    ready(page, f"{CARD}:has-text('Petra')")
    studio.post(KEY, FRESH)
    ready(page, f"{CARD}:has-text('{FRESH['product_interest']}')", 1)
    page.locator(
        ".o_menu_systray [aria-label=Messages], .o-mail-DiscussSystray-class button"
    ).first.click()
    ready(page, ".o-mail-NotificationItem")
    return page


def _card(page: Page, name: str, tab: str) -> None:
    page.goto(f"{CRM}/odoo/requests")
    page.locator(".o_data_row", has_text=name).first.click()
    page.locator("button[name=action_open_card]").click()
    opened = page.get_by_role("tab", name=tab, exact=True)
    opened.click()
    expect(opened).to_contain_class("active")


def requests(studio: Studio) -> Page:
    """The card of somebody who wrote three times, by three ways."""
    page = studio.desk("team leader")
    _card(page, "Olena", "Requests")
    ready(page, "[name=request_ids] .o_data_row", 3)
    return page


def identifiers(studio: Studio) -> Page:
    """Every phone and e-mail that was learnt."""
    page = studio.desk("team leader")
    _card(page, "Olena", "Phones and E-mails")
    ready(page, "[name=identifier_ids] .o_data_row")
    return page


def queue(studio: Studio) -> Page:
    """What a person should look at."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/requests-to-check")
    ready(page, ".o_data_row")
    return page


def doubtful(studio: Studio) -> Page:
    """One of the queue: the match is not certain."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/requests-to-check")
    page.locator(".o_data_row", has_text="Live chat").first.click()
    ready(page, ".o_form_view .alert:visible")
    return page


def analysis(studio: Studio) -> Page:
    """How many, by what."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/requests-analysis")
    ready(page, ".o_graph_canvas_container canvas")
    # The bars grow for a second.
    page.wait_for_timeout(2000)
    return page


def pivot(studio: Studio) -> Page:
    """The same as a table."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/requests-analysis")
    page.locator(".o_switch_view.o_pivot").click()
    ready(page, ".o_pivot table .o_pivot_cell_value")
    return page


def source(studio: Studio) -> Page:
    """A door, and the code to copy."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/request-sources")
    page.locator(".o_data_row", has_text="Landing page").first.click()
    ready(page, "[name=snippet_html]")
    return page


def _visit(studio: Studio) -> Page:
    """The landing page with the very code of the demo's source, filled in."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/request-sources")
    page.locator(".o_data_row", has_text="Landing page").first.click()
    snippet = page.locator("[name=snippet_html] pre, [name=snippet_html] code").first.inner_text()
    visit = studio.visitor(LANDING.replace("<!-- form -->", snippet))
    visit.goto(f"{SITE}/spring?utm_source=newsletter")
    visit.get_by_label("Name").fill("Maryna Shevchuk")
    visit.get_by_label("Phone").fill("063 555 01 99")
    visit.get_by_label("E-mail").fill("maryna@shevchuk.example")
    visit.get_by_label("Message").fill("A room for eight people in Lviv, please.")
    return visit


def form(studio: Studio) -> Page:
    """The copied form in a company's site."""
    page = _visit(studio)
    ready(page, "form button")
    page.locator(":focus").blur()
    return page


def thanks(studio: Studio) -> Page:
    """Where the visitor lands."""
    page = _visit(studio)
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks*", timeout=PATIENCE)
    ready(page, "h1")
    page.set_viewport_size({"width": 800, "height": 300})
    return page


def phone(studio: Studio) -> Page:
    """A request on a telephone."""
    page = studio.phone("team leader")
    page.goto(f"{CRM}/odoo/requests")
    page.locator(CARD, has_text="Olena").first.click()
    ready(page, ".o_form_view [name=message]")
    return page


def review(studio: Studio) -> Page:
    """One customer three times, side by side."""
    page = studio.desk("team leader")
    page.goto(f"{CRM}/odoo/review-duplicates")
    ready(page, ".o_dedup_head")
    page.locator(".o_dedup_filters select[name=tier]").select_option("review")
    page.locator(".o_dedup_filters select[name=kind]").select_option("partner")
    ready(page, ".o_dedup_review:not(.o_dedup_busy) .o_dedup_head")
    _skip_to(page, "Karpatski")
    return page


def _skip_to(page: Page, name: str) -> None:
    """Leave others for later: a scan may have found more since the demo was made."""
    while not page.locator(".o_dedup_head", has_text=name).count():
        before = page.locator(".o_dedup_counter").inner_text()
        page.keyboard.press("s")
        expect(page.locator(".o_dedup_counter")).not_to_have_text(before, timeout=PATIENCE)


def panel(studio: Studio) -> Page:
    """Who is there already, while a new card is typed."""
    page = studio.desk("team leader")
    page.goto(f"{CRM}/odoo/crm/new")
    page.locator(".o_field_widget[name=name] textarea").fill("Meeting tables")
    page.locator(".o_field_widget[name=email_from] input:visible").first.fill(
        "ilona.varga77@example.org"
    )
    page.locator(".o_field_widget[name=phone] input:visible").first.fill("06 30 555 0161")
    ready(page, ".o_dedup_panel li")
    return page


def explain(studio: Studio) -> Page:
    """How the probability of two cards comes about."""
    page = review(studio)
    page.locator("button[name=why]").click()
    page.get_by_role("button", name="How it adds up").first.click()
    ready(page, ".o_weight_bar")
    return page


def importing(studio: Studio) -> Page:
    """A file that is compared before anything is written."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/contacts")
    page.locator(".o_control_panel .o_cp_action_menus button").first.click()
    page.locator(".o_import_menu").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "Old customers.csv", "mimeType": "text/csv", "buffer": OLD_CUSTOMERS.encode()}
    )
    page.locator(".o_crm_check_duplicates").click()
    ready(page, "button[name=action_import]")
    page.get_by_role("button", name="Decide row by row").click()
    ready(page, ".o_data_row", OLD_CUSTOMERS.count("\n") - 1)
    return page


def share(studio: Studio) -> Page:
    """How much of the base is duplicate, week by week."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/duplicate-share")
    ready(page, ".o_graph_canvas_container canvas")
    page.wait_for_timeout(2000)
    return page


def merged(studio: Studio) -> Page:
    """A merge with what it changed, to be undone."""
    page = studio.desk("team leader")
    page.goto(f"{CRM}/odoo/review-duplicates")
    ready(page, ".o_dedup_head")
    _skip_to(page, "Szucs Bence")
    page.keyboard.press("m")
    ready(page, ".o_notification")
    page.goto(f"{CRM}/odoo/action-crm_lead_dedup.action_dedup_merge")
    page.locator(".o_data_row td[name=name]").first.click()
    ready(page, ".o_form_view button[name=action_undo]")
    return page


SHOTS: dict[str, Callable[[Studio], Page]] = {
    "pipeline": pipeline,
    "requests": requests,
    "identifiers": identifiers,
    "queue": queue,
    "doubtful": doubtful,
    "analysis": analysis,
    "pivot": pivot,
    "source": source,
    "form": form,
    "thanks": thanks,
    "phone": phone,
    "panel": panel,
    "review": review,
    "explain": explain,
    "merged": merged,
    "import": importing,
    "share": share,
    "client": parties.client,
    "relations": parties.relations,
    "deal": parties.deal,
    "scorecard": figures.scorecard,
    "figure": figures.figure,
    "products": figures.products,
    "funnel": figures.funnel,
    "guide": figures.guide,
    "wall": figures.wall,
    "kpi": figures.kpi,
    "report": figures.report,
    "dashboard": figures.dashboard,
}
COPIES = {
    **dict.fromkeys(
        ("requests", "queue", "source", "panel", "review", "explain", "import", "share"),
        "crm_lead_dedup",
    ),
    **dict.fromkeys(("client", "relations", "deal"), "crm_counterparty"),
    **dict.fromkeys(
        ("scorecard", "figure", "products", "funnel", "guide", "wall", "kpi", "report"),
        "crm_kpi_scorecard",
    ),
    "dashboard": "crm_kpi_scorecard_dashboard",
}
