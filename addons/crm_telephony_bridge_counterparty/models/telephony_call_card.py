# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

from odoo.addons.crm_telephony_bridge.models.telephony_call_card_people import DEALS

FIGURES = {"turnover": "client_turnover", "debt": "client_debt", "overdue": "client_overdue"}


class TelephonyCall(models.Model):
    """The card says for which clients the caller acts, what they bought and what they owe."""

    _inherit = "telephony.call"

    def _call_card_head(self, partner, lead):
        """Extended: clients, the default one first; its figures and who is in charge of it."""
        head = super()._call_card_head(partner, lead)
        if not head:
            return head
        clients = self._call_card_clients(partner, lead)
        first = clients[0] if clients else {}
        in_charge = lead.user_id.name or first.get("in_charge")
        return {
            **head,
            "clients": clients,
            "in_charge": in_charge or head["in_charge"],
            **{name: first.get(name) for name in FIGURES},
        }

    def _call_card_clients(self, partner, lead):
        """The clients as the card lists them; of those hidden from the user it says nothing."""
        served = self._call_card_served(partner, lead)
        seen = self.env["res.partner"].browse([client.id for client in served])
        seen = seen._filtered_access("read").with_company(self.company_id)
        figures = self._call_card_figures(seen)
        links = {client.id: links for client, links in served.items()}
        return [
            {
                "id": client.id,
                "name": client.name or client.display_name,
                "is_caller": client == partner,
                "is_default": any(links[client.id].mapped("is_default")),
                "role": ", ".join(dict.fromkeys(links[client.id].role_id.mapped("name"))),
                "in_charge": client.user_id.name or False,
                **figures[client],
            }
            for client in seen
        ]

    def _call_card_served(self, partner, lead):
        """``{client: links}`` of the caller, without rights; the client of the deal first."""
        served = partner._clients_served(self.company_id) if partner else {}
        deal = lead.sudo().client_id
        if not deal:
            return served
        none = self.env["crm.party.link"].sudo()
        return {deal: served.get(deal, none), **served}

    def _call_card_figures(self, clients):
        """``{client: {"turnover", "debt", "overdue"}}``; None is what the user may not see."""
        shown = clients._with_figures()
        return {
            client: {
                name: client[field]
                if client in shown and client._has_field_access(client._fields[field], "read")
                else None
                for name, field in FIGURES.items()
            }
            for client in clients
        }

    def _call_card_deals(self, partner, lead):
        """Extended: the open deals of the clients, whoever is their contact."""
        deals = super()._call_card_deals(partner, lead)
        clients = [client.id for client in self._call_card_served(partner, lead)]
        if not clients:
            return deals
        more = deals.search(
            Domain("client_id", "in", clients) & Domain("won_status", "=", "pending"),
            order="write_date desc",
            limit=DEALS + 1,
        )
        return (deals | more).sorted("write_date", reverse=True)[: DEALS + 1]
