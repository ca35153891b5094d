# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Story 12: a messy file is imported, scanned, reviewed and merged; one merge is undone."""

import csv
import io

import pytest
from playwright.sync_api import expect

PATIENCE = 60_000
FIELDS = ["name", "is_company", "phone", "email", "city"]
# In the base before the file comes.
BASE = [
    ["Соломія Гнатюк", False, "+380501239001", "solomiia@hnatiuk.example", "Львів"],
    ["ТОВ «Сріблясті Тополі»", True, "+380443339003", "office@topoli.example", "Київ"],
    ["Захар Пилипенко", False, "+380671239002", "zakhar@pylypenko.example", "Харків"],
]
# The old system's export: another alphabet, other spellings, the legal form at the end, a person
# twice, and somebody with another phone who may or may not be the one who is there.
ROWS = [
    ["Hnatiuk Solomiia", False, "050 123-90-01", "Solomiia@Hnatiuk.example", "Lviv"],
    ["Sribliasti Topoli LLC", True, "(044) 333 90 03", "office@topoli.example", "Kyiv"],
    ["Zakhar Pylypenko", False, "093 700 11 22", "", "Kharkiv"],
    ["Zsoldos Kázmér", False, "+36 30 555 0777", "kazmer@zsoldos.example", "Pécs"],
    ["Kázmér Zsoldos", False, "06 30 555 0777", "kazmer@zsoldos.example", ""],
]
FOUND = ["exists", "exists", "doubtful", "new", "inside"]
# All that a merge of two customers may touch, row by row, with who wrote last and when.
ROWS_OF = """
    SELECT 'partner ' || t::text FROM res_partner t WHERE id IN {ids}
    UNION ALL SELECT 'number ' || t::text FROM crm_identifier t WHERE partner_id IN {ids}
    UNION ALL SELECT 'follower ' || t::text FROM mail_followers t
               WHERE res_model = 'res.partner' AND res_id IN {ids}
    UNION ALL SELECT 'profile ' || id FROM crm_dedup_profile WHERE partner_id IN {ids}
    UNION ALL SELECT 'pair ' || t::text FROM crm_dedup_match t
               WHERE left_partner_id IN {ids} AND right_partner_id IN {ids}
"""
# Gathers what the bar of the scan said, however short it was there.
WATCH = """() => {
    window.saidByTheBar = [];
    const read = () => {
        const bar = document.querySelector(".o_dedup_job");
        if (bar) {
            window.saidByTheBar.push(bar.innerText);
        }
    };
    new MutationObserver(read).observe(document.body, {
        attributes: true, characterData: true, childList: true, subtree: true,
    });
}"""


@pytest.fixture
def base(admin):
    """The customers that are there already, by name."""
    [country] = admin.call("res.country", "search", [["code", "=", "UA"]])
    values = [dict(zip(FIELDS, row, strict=True), country_id=country) for row in BASE]
    ids = admin.call("res.partner", "create", values)
    return dict(zip((row[0] for row in BASE), ids, strict=True))


def customers(admin, name):
    """Cards of exactly this name."""
    return admin.call("res.partner", "search", [["name", "=", name]])


def rows_of(sales_desk, ids):
    """The cards' rows as they stand in the database."""
    query = ROWS_OF.format(ids=f"({', '.join(map(str, ids))})")
    return sorted(sales_desk.odoo.cluster.sql(query, sales_desk.database))


def load_file(page, url):
    """Odoo's own import screen, with the file in it."""
    page.goto(f"{url}/odoo/contacts")
    page.locator(".o_control_panel .o_cp_action_menus button").first.click()
    page.locator(".o_import_menu").click()
    text = io.StringIO()
    csv.writer(text).writerows([FIELDS, *ROWS])
    file = {"name": "Old system.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    page.locator("input[type=file]").set_input_files(file)


def counted(page, status):
    """How many rows of the file the check counts under a heading."""
    row = page.locator(".o_crm_import_rules tr").filter(has=page.get_by_text(status, exact=True))
    return row.locator("button")


def check_file(page, admin):
    """Before anything is written every row says whether it is new, there, doubtful or twice."""
    before = admin.call("res.partner", "search_count", [])
    page.locator(".o_crm_check_duplicates").click()
    expect(page.locator("button[name=action_import]")).to_be_visible(timeout=PATIENCE)
    for status, count in (("New", 1), ("Already there", 2), ("Doubtful", 1)):
        expect(counted(page, status)).to_have_text(str(count))
    expect(counted(page, "Twice in the file")).to_have_text("1")
    page.get_by_role("button", name="Decide row by row").click()
    doubtful = page.locator(".o_data_row", has_text="Zakhar Pylypenko")
    expect(doubtful.locator("td[name=match_name]")).to_have_text("Захар Пилипенко")
    expect(doubtful.locator("td[name=reason]")).to_contain_text("name")
    rows = admin.call("crm.dedup.import.row", "search_read", [], ["status"], order="id desc")
    assert [row["status"] for row in rows[:5]][::-1] == FOUND
    assert admin.call("res.partner", "search_count", []) == before
    page.go_back()


def import_file(page, admin, base):
    """Who is new or doubtful gets a card, who is there is left with his."""
    page.locator("button[name=action_import]").click()
    expect(page.locator("button[name=action_open_records]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[name=count_created]")).to_have_text("2")
    expect(page.locator("[name=count_failed]")).to_have_text("0")
    assert not customers(admin, "Hnatiuk Solomiia")
    assert not customers(admin, "Kázmér Zsoldos")
    assert len(customers(admin, "Zsoldos Kázmér")) == 1
    [card] = customers(admin, "Zakhar Pylypenko")
    assert card not in base.values()
    return card


def scan(page, url, admin):
    """The whole base, with a bar that says how far it is."""
    page.goto(f"{url}/odoo/review-duplicates")
    button = page.locator("button[name=scan]")
    expect(button).to_be_visible(timeout=PATIENCE)
    page.evaluate(WATCH)
    button.click()
    page.wait_for_function("window.saidByTheBar.length", timeout=PATIENCE)
    expect(page.locator(".o_dedup_job")).to_have_count(0, timeout=PATIENCE)
    assert any("%" in said for said in page.evaluate("window.saidByTheBar"))
    [job] = admin.call("crm.dedup.job", "search_read", [], ["kind", "state", "progress"], limit=1)
    assert (job["kind"], job["state"], job["progress"]) == ("scan", "done", 100)


def show_pair(page):
    """Newest first, then on by key to the two who may be one."""
    page.locator(".o_dedup_filters select[name=order]").select_option("newest")
    page.locator(".o_dedup_filters select[name=kind]").select_option("partner")
    idle = page.locator(".o_dedup_review:not(.o_dedup_busy) .o_dedup_head").first
    expect(idle).to_be_visible(timeout=PATIENCE)
    head = page.locator(".o_dedup_head", has_text="Zakhar Pylypenko")
    counter = page.locator(".o_dedup_counter")
    for _cluster in range(20):
        if head.count():
            break
        before = counter.inner_text()
        page.keyboard.press("s")
        expect(counter).not_to_have_text(before, timeout=PATIENCE)
    expect(head).to_be_visible()


def merge_by_key(page, known, card):
    """Keep the card that was there with the file's spelling of its town, and merge."""
    heads = page.locator(".o_dedup_head")
    cards = heads.evaluate_all("heads => heads.map((head) => head.dataset.card)")
    column = cards.index(f"res.partner,{card}")
    page.keyboard.press(str(1 + cards.index(f"res.partner,{known}")))
    expect(heads.nth(1 - column)).to_contain_class("o_dedup_survivor")
    fields = page.locator(".o_dedup_row[data-field]")
    rows = fields.evaluate_all("rows => rows.map((row) => row.dataset.field)")
    # The first one goes from the heads of the columns into the first row.
    for _row in range(1 + rows.index("city")):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight" if column else "ArrowLeft")
    cell = page.locator("[data-field=city] .o_dedup_cell").nth(column)
    expect(cell).to_be_focused()
    page.keyboard.press("Space")
    expect(cell).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("m")
    expect(page.locator(".o_notification button", has_text="Undo")).to_be_visible(timeout=PATIENCE)


def check_survivor(page, url, admin, known, card):
    """The address of the card that went leads to the one that stays, which has both phones."""
    page.goto(f"{url}/odoo/contacts/{card}")
    expect(page).to_have_url(f"{url}/odoo/contacts/{known}", timeout=PATIENCE)
    expect(page.locator(".o_notification")).to_contain_text("Zakhar Pylypenko was merged into")
    expect(page.locator(".o_field_widget[name=city] input")).to_have_value("Kharkiv")
    page.get_by_role("tab", name="Phones and E-mails").click()
    numbers = page.locator("[name=identifier_ids] .o_data_row")
    for number in ("67 123 9002", "93 700 1122"):
        expect(numbers.filter(has_text=number)).to_have_count(1)
    [gone] = admin.call("res.partner", "read", [card], ["merged_into_id", "active"])
    assert (gone["merged_into_id"][0], gone["active"]) == (known, False)


def undo(page, url, card):
    """From the note on the survivor to the merge, and back to two cards."""
    page.locator(".o_notification button", has_text="Show the Merge").click()
    page.locator(".o_form_view button[name=action_undo]").click()
    page.locator(".modal .modal-footer .btn-primary").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=PATIENCE)
    page.goto(f"{url}/odoo/contacts/{card}")
    name = page.locator(".o_field_widget[name=name] textarea, .o_field_widget[name=name] input")
    expect(name.first).to_have_value("Zakhar Pylypenko", timeout=PATIENCE)
    expect(page).to_have_url(f"{url}/odoo/contacts/{card}")


def test_messy_base(sales_desk, admin, page, errors, base):
    """From the file to the last undone merge, as one person at one screen does it."""
    url = sales_desk.url
    sales_desk.login(page, "administrator")
    load_file(page, url)
    check_file(page, admin)
    card = import_file(page, admin, base)
    scan(page, url, admin)
    known = base["Захар Пилипенко"]
    before = rows_of(sales_desk, (known, card))
    assert len(before) > 6
    show_pair(page)
    merge_by_key(page, known, card)
    assert rows_of(sales_desk, (known, card)) != before
    check_survivor(page, url, admin, known, card)
    undo(page, url, card)
    assert rows_of(sales_desk, (known, card)) == before
    page.goto(f"{url}/odoo/review-duplicates")
    show_pair(page)
