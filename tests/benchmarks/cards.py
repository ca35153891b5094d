# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A labelled CRM base in Odoo's own tables, loaded by COPY; a card's id tells its number."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from base import TEMPLATE, close, environment_of, registry
from dedup.crm_base import Record, generate

from house import database
from house.odoo import Odoo
from house.paths import say

SEED = 11
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}

# Ids of loaded cards begin here, in both tables; what is behind is the number of the record.
OFFSET = 10_000_000
LEAD = (
    "id name contact_name partner_name email_from email_normalized phone phone_sanitized vat"
    " website street street2 city zip country_id company_id team_id stage_id type active won_status"
    " probability create_date write_date date_last_stage_update"
).split()
PARTNER = (
    "id name complete_name company_name is_company email email_normalized phone phone_sanitized vat"
    " website street street2 city zip country_id ref active type create_date write_date"
).split()


@contextmanager
def loaded(odoo: Odoo, prefix: str, size: str) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """A throw-away database of so many cards: its name and the pairs that are the same."""
    name = f"{prefix}{size}_{TEMPLATE}"[:60]
    say(f"making {size} cards")
    base = generate(SIZES[size], SEED)
    database.drop(odoo, name)
    database.clone(odoo, TEMPLATE, name)
    try:
        with registry(name).cursor() as cr:
            load(environment_of(cr), base.records)
        odoo.cluster.sql("vacuum analyze", name)
        yield name, base.truth()
    finally:
        close(name)
        database.drop(odoo, name)


def load(env: Any, records: Sequence[Record]) -> None:
    """Put the records into ``crm_lead`` and ``res_partner``, past the ORM and without keys."""
    countries = {country.code: country.id for country in env["res.country"].search([])}
    now = "2026-01-15 10:00:00"
    lead_tail = (
        env.company.id, env["crm.team"].search([], limit=1).id,
        env["crm.stage"].search([], limit=1).id, "opportunity", True, "pending", 10, now, now, now,
    )  # fmt: skip
    leads, partners = [], []
    for record in records:
        own = {key: value or None for key, value in record.items()}
        number = OFFSET + int(str(record["id"]))
        email, phone = own.get("email"), own.get("phone")
        contact = (
            email, str(email).lower() if email else None, phone, phone, own.get("vat"),
            own.get("website"), own.get("street"), own.get("street2"), own.get("city"),
            own.get("zip"), countries.get(str(own.get("country"))),
        )  # fmt: skip
        name, firm = own.get("name"), own.get("company")
        if record["model"] == "crm.lead":
            names = (None, name) if record["is_company"] else (name, firm)
            leads.append((number, name or firm or "?", *names, *contact, *lead_tail))
        else:
            partners.append(
                (number, name, name, firm, bool(record["is_company"]), *contact,
                 own.get("ref"), True, "contact", now, now)
            )  # fmt: skip
    _copy(env.cr, "crm_lead", LEAD, leads)
    _copy(env.cr, "res_partner", PARTNER, partners)
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id > %s", (OFFSET,))


def _copy(cr: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    stream = io.StringIO("".join("\t".join(map(_text, row)) + "\n" for row in rows))
    names = ", ".join(columns)
    cr.copy_expert(f"COPY {table} ({names}) FROM STDIN", stream)


def _text(value: object) -> str:
    """One value in PostgreSQL's text format."""
    if value is None:
        return "\\N"
    text = str(value)
    for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, written)
    return text
