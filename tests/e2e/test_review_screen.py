# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 12, the second half: a messy base is reviewed, and one merge was wrong and is undone."""

import pytest
from playwright.sync_api import expect

PATIENCE = 45_000
PHONE = {"width": 360, "height": 780}
# Screen size, and one person in two spellings.
VISITS = [
    (None, (("Мар'яна Стецько", "067 418 55 20"), ("Mariana Stetsko", "+380674185520"))),
    (PHONE, (("Богдана Ткачук", "050 733 10 94"), ("Bohdana Tkachuk", "+380507331094"))),
]


def leads_of(sales_desk, admin, people):
    """Two leads of one person in the leader's team, found by a scan."""
    [leader] = admin.call(
        "res.users", "search", [["login", "=", sales_desk.logins["team leader"][0]]]
    )
    [team] = admin.call("crm.team", "search", [["user_id", "=", leader]], limit=1)
    leads = admin.call(
        "crm.lead",
        "create",
        [
            {
                "name": f"Kitchen, asked by {name}",
                "type": "opportunity",
                "contact_name": name,
                "phone": phone,
                "user_id": leader,
                "team_id": team,
            }
            for name, phone in people
        ],
    )
    admin.call("crm.dedup.engine", "scan")
    return leads


def merged_into(admin, leads):
    """The survivor of each lead, or False."""
    rows = admin.call("crm.lead", "read", leads, ["merged_into_id"])
    return [row["merged_into_id"] and row["merged_into_id"][0] for row in rows]


@pytest.mark.parametrize(("size", "people"), VISITS, ids=["desk", "phone"])
def test_merge_and_undo(sales_desk, admin, page, size, people):
    """By click on a wide screen and on a telephone: nothing sticks out sideways."""
    pair = leads_of(sales_desk, admin, people)
    if size:
        page.set_viewport_size(size)
    sales_desk.login(page, "team leader")
    page.goto(f"{sales_desk.url}/odoo/review-duplicates")
    page.wait_for_selector(".o_dedup_grid", timeout=PATIENCE)
    page.locator(".o_dedup_filters select[name=order]").select_option("newest")
    head = page.locator(".o_dedup_head", has_text=f"Kitchen, asked by {people[1][0]}")
    expect(head).to_be_visible(timeout=PATIENCE)
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    for name in ("merge", "separate", "later"):
        expect(page.locator(f".o_dedup_buttons button[name={name}]")).to_be_in_viewport()
    page.locator(".o_dedup_buttons button[name=merge]").click()
    undo = page.locator("button[name=undo]")
    expect(undo).to_be_visible(timeout=PATIENCE)
    kept = [survivor for survivor in merged_into(admin, pair) if survivor]
    assert len(kept) == 1
    assert kept[0] in pair
    undo.click()
    expect(head).to_be_visible(timeout=PATIENCE)
    assert merged_into(admin, pair) == [False, False]
