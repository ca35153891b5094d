# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

# As many as fit beside the figures; the rest is one click away.
MAX_DEALS = 5
MAX_PARTIES = 8
ENOUGH_DEALS = 200
FIGURES = (
    "client_turnover",
    "client_turnover_previous",
    "client_turnover_months",
    "client_debt",
    "client_overdue",
    "client_ageing",
    "client_last_contact",
)


class ResPartner(models.Model):
    """The client's card at a glance: what a salesperson looks for before he calls."""

    _inherit = "res.partner"

    def action_relations(self):
        """Open the picture of who owns, pays for and works for whom."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_counterparty.action_relations")
        return action | {
            "display_name": self.env._("Relations of %(name)s", name=self.display_name),
            "params": {"partner_id": self.id},
        }

    @api.readonly
    def client_glance(self):
        """What the head of a client's form shows, as far as the reader may see it.

        A hook: further tiles add their own keys.

        :return: ``{"currency_id", "figures": the fields of FIGURES the reader may see,
            "counterparties" and "contacts": [{"id", "name", "role", "is_default", "detail"}],
            "deals": {"count", "amount", "items": [{"id", "name", "stage", "amount"}]},
            "activity": {"summary", "date", "state", "user", "model", "id"} or False}``
        """
        self.ensure_one()
        self.check_access("read")
        links = self._parties(("counterparty", "contact", "any"))[self]
        deals = self._glance_open_deals()
        return {
            "currency_id": self.env.company.currency_id.id,
            "figures": self._glance_figures(),
            **self._glance_parties(links),
            "deals": self._glance_deals(deals),
            "activity": self._glance_activity(deals),
        }

    def _glance_figures(self):
        names = [name for name in FIGURES if self._has_field_access(self._fields[name], "read")]
        return self.read(names)[0] if names else {}

    def _glance_parties(self, links):
        """Legal entities; persons with a role here, then those core knows below the company."""
        links.role_id.fetch(["name"])
        readable = links.party_id._filtered_access("read")
        links = links.filtered(lambda link: link.party_id in readable)
        entities = links.filtered("party_id.is_company")
        people = self._glance_links(links - entities, lambda party: party.phone or party.email)
        children = self.search_fetch(
            Domain("parent_id", "=", self.id)
            & Domain("type", "=", "contact")
            & Domain("id", "not in", [row["id"] for row in people]),
            ["name", "function", "phone", "email"],
            limit=MAX_PARTIES,
        )
        return {
            "counterparties": self._glance_links(entities, lambda party: party.vat),
            "contacts": people
            + [
                {
                    "id": person.id,
                    "name": person.name or person.display_name,
                    "role": person.function or "",
                    "is_default": False,
                    "detail": person.phone or person.email or "",
                }
                for person in children
            ],
        }

    def _glance_links(self, links, detail):
        """Each party once, with all its roles."""
        rows = {}
        for link in links:
            party = link.party_id
            row = rows.setdefault(
                party,
                {
                    "id": party.id,
                    "name": party.name or party.display_name,
                    "role": link.role_id.name,
                    "is_default": link.is_default,
                    "detail": detail(party) or "",
                },
            )
            if link.role_id.name not in row["role"].split(", "):
                row["role"] += f", {link.role_id.name}"
            row["is_default"] |= link.is_default
        return list(rows.values())

    def _glance_deals_domain(self):
        """The client's open deals."""
        return (
            Domain("client_id", "=", self.id)
            & Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "pending")
        )

    def _glance_open_deals(self):
        """The open deals, the important and the recent ones first; more than enough of them."""
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return leads
        return leads.search_fetch(
            self._glance_deals_domain(),
            ["name", "stage_id", "expected_revenue", "company_id"],
            order="priority DESC, write_date DESC",
            limit=ENOUGH_DEALS,
        )

    def _glance_deals(self, deals):
        count, amount = len(deals), sum(map(self._glance_amount, deals))
        if count == ENOUGH_DEALS:
            groups = deals._read_group(
                self._glance_deals_domain(), ["company_id"], ["__count", "expected_revenue:sum"]
            )
            count = sum(number for _company, number, _sum in groups)
            amount = sum(self._glance_money(company, total) for company, _number, total in groups)
        return {
            "count": count,
            "amount": amount,
            "items": [
                {
                    "id": deal.id,
                    "name": deal.name,
                    "stage": deal.stage_id.name or "",
                    "amount": self._glance_amount(deal),
                }
                for deal in deals[:MAX_DEALS]
            ],
        }

    def _glance_amount(self, deal):
        return self._glance_money(deal.company_id, deal.expected_revenue)

    def _glance_money(self, company, amount):
        """A plan of another company in the currency of the user's, at today's rate."""
        currency, other = self.env.company.currency_id, (company or self.env.company).currency_id
        return amount if other == currency else other._convert(amount, currency, self.env.company)

    def _glance_activity(self, deals):
        """The next planned activity on the client or one of his open deals."""
        on = Domain("res_model", "=", "res.partner") & Domain("res_id", "=", self.id)
        on |= Domain("res_model", "=", "crm.lead") & Domain("res_id", "in", deals.ids)
        # What the search finds may be read; core would ask the record behind it again.
        found = self.env["mail.activity"].search(on, order="date_deadline, id", limit=1)
        activity = found.sudo()
        if not activity:
            return False
        return {
            "summary": activity.summary or activity.activity_type_id.name or "",
            "date": activity.date_deadline.isoformat(),
            "state": activity.state,
            "user": activity.user_id.name or "",
            "model": activity.res_model,
            "id": activity.res_id,
        }
