# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bar of stages on a deal, as a person clicks on it."""

from playwright.sync_api import Page, expect


def click_stage(page: Page, stage: str, patience: float = 45_000) -> None:
    """Click on a stage of the open deal; for want of room it may be in the bar's menu."""
    bar = page.locator(".o_statusbar_status")
    expect(bar).to_be_visible(timeout=patience)
    shown = bar.locator("button.o_arrow_button:visible:not(.dropdown-toggle)")
    shown = shown.get_by_text(stage, exact=True)
    if not shown.count():
        bar.locator(".dropdown-toggle:visible").last.click()
        shown = page.locator(".o-dropdown-item").get_by_text(stage, exact=True)
    shown.first.click()
