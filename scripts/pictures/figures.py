# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures of the scorecard and what belongs to it."""

from playwright.sync_api import Page

from pictures.studio import CRM, Studio, ready

TEAM = "Key Accounts"
PERSON = "Omar Haddad"
# Bars and lines grow for a second.
GROWN = 2000


def scorecard(studio: Studio) -> Page:
    """Three salespeople as they are."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/scorecard")
    page.locator("select[name=team_id]").select_option(label=TEAM)
    ready(page, f".o_kpi_board_row:has-text('{PERSON}')")
    page.wait_for_timeout(GROWN)
    return page


def figure(studio: Studio) -> Page:
    """One figure of the scorecard, and what it is made of."""
    page = scorecard(studio)
    row = page.locator(".o_kpi_board_row", has_text="Nadia Fischer")
    row.locator("[data-kpi=calls_per_won]").first.click()
    ready(page, ".o_kpi_explain .o_kpi_explain_formula")
    page.wait_for_timeout(GROWN)
    return page


def products(studio: Studio) -> Page:
    """What is hardly sold, what covers its cost, what is right and what is above the norm."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/scorecard?level=product")
    page.locator("select[name=team_id]").select_option(label=TEAM)
    ready(page, ".o_kpi_board_row", 5)
    page.wait_for_timeout(GROWN)
    return page


def funnel(studio: Studio) -> Page:
    """How far the deals came, where they wait and where they are lost."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/sales-funnel")
    page.locator(".o_funnel_team").select_option(label=TEAM)
    ready(page, ".o_funnel_step")
    page.wait_for_timeout(GROWN)
    return page


def guide(studio: Studio) -> Page:
    """What the last twelve months were like, and the limits proposed for them."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/kpi-setup")
    ready(page, ".o_kpi_guide svg")
    page.wait_for_timeout(GROWN)
    return page


def wall(studio: Studio) -> Page:
    """A contest on the screen of the office."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/contest-wall")
    ready(page, f".o_kpi_wall_row:has-text('{PERSON}')")
    page.wait_for_timeout(GROWN)
    return page


def kpi(studio: Studio) -> Page:
    """A KPI with its bands."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/kpis")
    page.locator(".o_data_row", has_text="Win Rate").first.click()
    ready(page, ".o_form_view")
    page.get_by_role("tab", name="Bands").click()
    page.locator("[name=band_set_ids] .o_data_row td").first.click()
    ready(page, ".modal svg")
    page.locator(":focus").blur()
    return page


def report(studio: Studio) -> Page:
    """Deals won, month by month."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/deals-won")
    ready(page, ".o_graph_canvas_container canvas, .o_pivot table")
    page.wait_for_timeout(GROWN)
    return page


def dashboard(studio: Studio) -> Page:
    """The figures of the department on one page."""
    page = studio.desk("administrator")
    page.goto(f"{CRM}/odoo/dashboards")
    page.locator(".o_search_panel li", has_text="Sales Figures").first.click()
    page.locator(".fa-angle-double-left").first.click()
    ready(page, ".o-spreadsheet canvas, .o-grid canvas")
    page.wait_for_timeout(2 * GROWN)
    return page
