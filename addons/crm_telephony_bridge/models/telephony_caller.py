# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools.numbers import read_caller

# Of one number: more cards than that bear a switchboard's number, and nobody reads them all.
MAX_OWNERS = 50


class Owner(NamedTuple):
    """A card that bears a number.

    :param exact: the whole number fits, not just its last nine digits.
    :param partner_id: the contact, 0 for a lead without.
    :param lead_id: the open deal to show with it, or the lead itself; 0 without.
    :param has_open_deal: whether that lead is open.
    """

    model: str
    id: int
    exact: bool
    partner_id: int
    lead_id: int
    has_open_deal: bool


class TelephonyCaller(models.AbstractModel):
    """Whose number is it? Over contacts, leads and further numbers."""

    _name = "telephony.caller"
    _description = "Recognition of Callers"

    @api.private
    @api.model
    def _find(self, numbers, company, country=None):
        """All owners of each number, those with an open deal first.

        Not limited to what the user sees: the caller filters what is shown to somebody.

        :param numbers: as written or E.164
        :param company: ``res.company``: its cards and those of no company
        :param country: ``res.country`` of numbers without prefix, else the company's
        :return: {number: [``Owner``]}; hidden and internal numbers have none
        """
        region = (country or company.country_id).code
        read = {number: read_caller(number, region) for number in set(numbers)}
        found = self._by_tail({one.tail for one in read.values() if one.tail}, company)
        return {
            number: self._of_number(caller, found.get(caller.tail, []))
            for number, caller in read.items()
        }

    @api.model
    def _of_number(self, caller, owners):
        """Sort the owners of a tail for one number; who has just the tail counts without others."""
        owners = [owner._replace(exact=owner.exact == caller.shown) for owner in owners]
        exact = [owner for owner in owners if owner.exact]
        return sorted(exact or owners, key=self._rank)

    @api.model
    def _rank(self, owner):
        """Sort key of owners. Hook: put others first."""
        return (not owner.has_open_deal, owner.model != "res.partner", -owner.id)

    @api.model
    def _by_tail(self, tails, company):
        """Owners of each tail; ``exact`` is the number on the card here."""
        if not tails:
            return {}
        self._flush_cards()
        rows = self.env.execute_query(self._owners_query(sorted(tails), company.id))
        deals = self._open_deals({row[2] for row in rows if row[1] == "res.partner"}, company)
        found = defaultdict(dict)
        for tail, model, card, number, partner, is_open in rows:
            lead = deals.get(card, 0) if model == "res.partner" else card
            owner = Owner(model, card, number, partner or 0, lead, bool(lead and is_open))
            # A card may bear the number twice; the whole number counts more than its end.
            kept = found[tail].setdefault((model, card), owner)
            if number and not kept.exact:
                found[tail][model, card] = owner
        return {tail: list(owners.values()) for tail, owners in found.items()}

    @api.model
    def _flush_cards(self):
        self.env["res.partner"].flush_model(["phone", "phone_sanitized", "active", "company_id"])
        self.env["crm.lead"].flush_model(
            ["phone", "phone_sanitized", "active", "company_id", "partner_id", "won_status"]
        )
        self.env["telephony.number"].flush_model(["tail", "number", "partner_id", "lead_id"])

    @api.model
    def _owners_query(self, tails, company_id):
        """The cards of some tails: (tail, model, id, number, contact, open).

        Each branch walks an index of its own, tail by tail.
        """
        branches = SQL(" UNION ALL ").join(self._owner_branches(company_id))
        return SQL(
            """
            SELECT wanted.tail, card.*
              FROM unnest(%(tails)s::varchar[]) AS wanted (tail)
             CROSS JOIN LATERAL (%(branches)s) AS card
            """,
            tails=list(tails),
            branches=branches,
        )

    @api.model
    def _owner_branches(self, company_id):
        """SELECTs of the cards of ``wanted.tail``. Hook: add your own register."""
        partner = SQL(
            "SELECT 'res.partner', p.id, %s, p.id, TRUE FROM res_partner p WHERE p.active"
            " AND (p.company_id IS NULL OR p.company_id = %s)",
            SQL("p.phone_sanitized"),
            company_id,
        )
        lead = SQL(
            "SELECT 'crm.lead', l.id, %s, l.partner_id, l.active AND l.won_status = 'pending'"
            " FROM crm_lead l WHERE (l.active OR l.won_status = 'lost')"
            " AND (l.company_id IS NULL OR l.company_id = %s)",
            SQL("l.phone_sanitized"),
            company_id,
        )
        # As the indexes say it; few branches, for planning takes longer than looking.
        own = (
            "right(regexp_replace(COALESCE({0}.phone_sanitized, {0}.phone), '[^0-9]', '', 'g'), 9)"
            " = wanted.tail"
        )
        further = "{0}.id = ANY (ARRAY(SELECT {1} FROM telephony_number WHERE tail = wanted.tail))"
        limit = SQL("LIMIT %s", MAX_OWNERS)
        return [
            SQL("(%s AND %s %s)", select, SQL(condition.format(alias, owner)), limit)
            for select, alias, owner in ((partner, "p", "partner_id"), (lead, "l", "lead_id"))
            for condition in (own, further)
        ]

    @api.model
    def _open_deals(self, partner_ids, company):
        """The newest open lead of each contact, his own before his company's."""
        if not partner_ids:
            return {}
        query = SQL(
            """
            SELECT p.id, deal.id
              FROM res_partner p
             CROSS JOIN LATERAL (
                   SELECT l.id
                     FROM crm_lead l
                    WHERE l.partner_id IN (p.id, p.commercial_partner_id)
                      AND l.active AND l.won_status = 'pending'
                      AND (l.company_id IS NULL OR l.company_id = %s)
                    ORDER BY l.partner_id = p.id DESC, l.id DESC
                    LIMIT 1) AS deal
             WHERE p.id = ANY(%s)
            """,
            company.id,
            list(partner_ids),
        )
        return dict(self.env.execute_query(query))
