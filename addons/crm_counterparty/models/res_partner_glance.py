# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

KINDS = {
    "client": "is_client",
    "counterparty": "is_counterparty",
    "contact": "is_contact",
    "partner": "is_other_partner",
}
# As many as fit beside the figures; the rest is one click away.
MAX_DEALS = 5
MAX_PARTIES = 8
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

    def _party_kinds(self):
        """What this partner is said to be, in the words of :data:`KINDS`."""
        self.ensure_one()
        return [kind for kind, name in KINDS.items() if self[name]]

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
        return {
            "currency_id": self.env.company.currency_id.id,
            "figures": self._glance_figures(),
            "counterparties": self._glance_counterparties(),
            "contacts": self._glance_contacts(),
            "deals": self._glance_deals(),
            "activity": self._glance_activity(),
        }

    def _glance_figures(self):
        names = [name for name in FIGURES if self._has_field_access(self._fields[name], "read")]
        return self.read(names)[0] if names else {}

    def _glance_counterparties(self):
        links = self._parties(("counterparty", "any"))[self].filtered("party_id.is_company")
        return self._glance_links(links, lambda party: party.vat or "")

    def _glance_contacts(self):
        """Persons with a role here, then the persons core knows below the company."""
        links = self._parties(("contact", "any"))[self].filtered(
            lambda link: not link.party_id.is_company
        )
        rows = self._glance_links(links, lambda party: party.phone or party.email or "")
        known = {row["id"] for row in rows}
        children = self.search_fetch(
            Domain("parent_id", "=", self.id)
            & Domain("type", "=", "contact")
            & Domain("id", "not in", list(known)),
            ["name", "function", "phone", "email"],
            limit=MAX_PARTIES,
        )
        return rows + [
            {
                "id": person.id,
                "name": person.name or person.display_name,
                "role": person.function or "",
                "is_default": False,
                "detail": person.phone or person.email or "",
            }
            for person in children
        ]

    def _glance_links(self, links, detail):
        """Each party once, with all its roles; only whom the reader may see."""
        readable = links.party_id._filtered_access("read")
        rows = {}
        for link in links:
            party = link.party_id
            if party not in readable:
                continue
            row = rows.setdefault(
                party,
                {
                    "id": party.id,
                    "name": party.name or party.display_name,
                    "role": link.role_id.name,
                    "is_default": link.is_default,
                    "detail": detail(party),
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

    def _glance_deals(self):
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return {"count": 0, "amount": 0.0, "items": []}
        domain = self._glance_deals_domain()
        [(count, amount)] = leads._read_group(domain, [], ["__count", "expected_revenue:sum"])
        items = leads.search_fetch(
            domain,
            ["name", "stage_id", "expected_revenue"],
            order="priority DESC, write_date DESC",
            limit=MAX_DEALS,
        )
        return {
            "count": count,
            "amount": amount or 0.0,
            "items": [
                {
                    "id": lead.id,
                    "name": lead.name,
                    "stage": lead.stage_id.name or "",
                    "amount": lead.expected_revenue,
                }
                for lead in items
            ],
        }

    def _glance_activity(self):
        """The next planned activity on the client or one of his open deals."""
        on = Domain("res_model", "=", "res.partner") & Domain("res_id", "=", self.id)
        if self.env["crm.lead"].has_access("read"):
            deals = self.env["crm.lead"].search(self._glance_deals_domain(), limit=200)
            on |= Domain("res_model", "=", "crm.lead") & Domain("res_id", "in", deals.ids)
        activity = self.env["mail.activity"].search(on, order="date_deadline, id", limit=1)
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
