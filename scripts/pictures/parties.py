# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures of clients, their legal entities and their people."""

from playwright.sync_api import Page

from pictures.studio import CRM, Studio, ready

CLIENT = "Golden Crust Bakeries"


def client(studio: Studio) -> Page:
    """The client's card: figures, deals and parties at a glance."""
    page = studio.desk("salesperson")
    page.goto(f"{CRM}/odoo/contacts")
    page.locator(".o_searchview_input").fill(CLIENT)
    page.keyboard.press("Enter")
    page.locator(".o_kanban_record, .o_data_row", has_text=CLIENT).first.click()
    ready(page, ".o_client_glance .o_glance_tile canvas")
    return page


def relations(studio: Studio) -> Page:
    """Who owns, pays for and works for whom."""
    page = client(studio)
    page.locator("button[name=action_relations]").click()
    ready(page, ".o_relations_picture .o_relation_node")
    return page


def deal(studio: Studio) -> Page:
    """A deal: client, counterparty and contact person."""
    page = studio.desk("salesperson")
    page.goto(f"{CRM}/odoo/crm")
    # The deal is still nobody's.
    page.locator(".o_searchview .o_facet_remove").first.click()
    page.locator(".o_searchview_input").fill("Two deck ovens")
    page.keyboard.press("Enter")
    page.locator(".o_kanban_record, .o_data_row", has_text="Two deck ovens").first.click()
    ready(page, ".o_field_widget[name=counterparty_id]")
    return page
