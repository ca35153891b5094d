# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

DEALS = 3
PEOPLE = 5
_SPOKEN = ("email", "email_outgoing", "comment")


class TelephonyCall(models.Model):
    """Who it is: the cards that bear the number, and what to know before saying hello."""

    _inherit = "telephony.call"

    def _call_card_owners(self):
        """Cards the number belongs to, the call's own first, whoever may see them.

        :return: list of records of ``res.partner`` and ``crm.lead``, without rights.
        """
        call = self.sudo()
        owners = [call.partner_id or call.lead_id]
        if call.customer_number:
            country = call.provider_id.country_id
            found = call.env["telephony.caller"]._find(
                [call.customer_number], call.company_id, country
            )
            cards = {
                (model, card.id): card
                for model in ("res.partner", "crm.lead")
                for card in call.env[model].browse(
                    one.id for one in found[call.customer_number] if one.model == model
                )
            }
            owners += [cards[one.model, one.id] for one in found[call.customer_number]]
        return self._call_card_distinct(owners)[:PEOPLE]

    def _call_card_distinct(self, owners):
        """Everybody once: a lead of a contact that is there already is one of his deals."""
        distinct = []
        for owner in owners:
            contact = owner.partner_id if owner and owner._name == "crm.lead" else None
            if owner and owner not in distinct and not (contact and contact in distinct):
                distinct.append(owner)
        return distinct

    def _call_card_first(self, owners):
        """The contact and the lead that the head of the card is about, as the user sees them."""
        seen = [owner.with_env(self.env)._filtered_access("read") for owner in owners]
        partner = next((one for one in seen if one and one._name == "res.partner"), None)
        lead = self.lead_id._filtered_access("read") or next(
            (one for one in seen if one and one._name == "crm.lead"), self.env["crm.lead"]
        )
        return partner or lead.partner_id._filtered_access("read"), lead

    def _call_card_people(self, owners):
        """The owners as the card lists them; of one the user may not see, only who is in charge."""
        readable = {
            (model, record.id)
            for model in ("res.partner", "crm.lead")
            for record in self.env[model]
            .browse([owner.id for owner in owners if owner._name == model])
            ._filtered_access("read")
        }
        return [
            self._call_card_person(owner, (owner._name, owner.id) in readable) for owner in owners
        ]

    def _call_card_person(self, owner, readable):
        person = {
            "model": owner._name,
            "id": owner.id,
            "readable": readable,
            "in_charge": owner.user_id.name or False,
        }
        if not readable:
            return {**person, "name": self.env._("A customer of a colleague"), "company": False}
        if owner._name == "crm.lead":
            contact = owner.contact_name or owner.partner_id.name
            company = owner.partner_name or owner.partner_id.commercial_company_name
            return {
                **person,
                "name": contact or company or owner.name,
                "company": bool(contact) and company,
                "role": owner.function or False,
                "title": owner.name,
            }
        return {
            **person,
            "name": owner.name,
            "company": not owner.is_company and owner.commercial_company_name,
            "role": owner.function or False,
            "title": False,
        }

    # ------------------------------------------------------------
    # What to know
    # ------------------------------------------------------------

    def _call_card_head(self, partner, lead):
        """What the card says of the caller.

        Add-ons fill in what they know by extending this: ``turnover`` and ``debt`` of the client
        in ``currency`` (id), None where there is nothing to say.

        :param partner: the contact, possibly empty; the user may see it.
        :param lead: the lead or opportunity, possibly empty; the user may see it.
        :return: None for somebody unknown, else a dict of plain values.
        """
        if not partner and not lead:
            return None
        deals = self._call_card_deals(partner, lead)
        in_charge = lead.user_id or partner.user_id or partner.commercial_partner_id.user_id
        return {
            "in_charge": (in_charge or deals[:1].user_id).name or False,
            "deals": [
                {
                    "id": deal.id,
                    "name": deal.name,
                    "stage": deal.stage_id.name or False,
                    "amount": deal.expected_revenue,
                    "currency": deal.company_currency.id,
                }
                for deal in deals[:DEALS]
            ],
            "more_deals": len(deals) > DEALS,
            "last_contact": self._call_card_last_contact(partner, lead | deals),
            "next_activity": self._call_card_next_activity(partner, lead | deals),
            "turnover": None,
            "debt": None,
            "currency": self.company_id.currency_id.id,
        }

    def _call_card_deals(self, partner, lead):
        """Open leads and opportunities of the client, what is worked on last first."""
        domain = Domain("id", "in", lead.ids)
        if partner:
            client = partner.commercial_partner_id
            domain |= Domain("partner_id.commercial_partner_id", "=", client.id)
        return self.env["crm.lead"].search(
            domain & Domain("won_status", "=", "pending"), order="write_date desc", limit=DEALS + 1
        )

    def _call_card_last_contact(self, partner, leads):
        """The last call or letter before this call."""
        call = self.sudo().search(
            Domain("id", "!=", self.id)
            & (Domain("partner_id", "in", partner.ids) | Domain("lead_id", "in", leads.ids)),
            limit=1,
        )
        message = self.env["mail.message"].sudo()
        message = message.search(
            Domain("message_type", "in", _SPOKEN)
            & (
                Domain("model", "=", "res.partner") & Domain("res_id", "in", partner.ids)
                | Domain("model", "=", "crm.lead") & Domain("res_id", "in", leads.ids)
            ),
            order="id desc",
            limit=1,
        )
        if call and not (message and message.date > call.started_at):
            labels = dict(call._fields["direction"]._description_selection(self.env))
            kind = self.env._("Call, %(direction)s", direction=labels[call.direction].lower())
            return {"at": self._card_moment(call.started_at), "kind": kind}
        if message:
            kind = self.env._("Message from %(name)s", name=message.author_id.name or "?")
            return {"at": self._card_moment(message.date), "kind": kind}
        return None

    def _call_card_next_activity(self, partner, leads):
        activity = (
            self.env["mail.activity"]
            .sudo()
            .search(
                Domain("res_model", "=", "res.partner") & Domain("res_id", "in", partner.ids)
                | Domain("res_model", "=", "crm.lead") & Domain("res_id", "in", leads.ids),
                order="date_deadline, id",
                limit=1,
            )
        )
        if not activity:
            return None
        return {
            "date": fields.Date.to_string(activity.date_deadline),
            "summary": activity.summary or activity.activity_type_id.name,
            "user": activity.user_id.name or False,
            "overdue": activity.state == "overdue",
        }

    def _card_moment(self, moment):
        return fields.Datetime.to_string(moment)
