# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmFarewellInvitation(models.Model):
    """Writing down who is to be asked: all that happens in the transaction of a user."""

    _inherit = "crm.farewell.invitation"

    @api.model
    def _plan(self, leads, event, *, created=False):
        """Plan a letter about each deal for which there is a policy.

        :param leads: deals to which the event has just happened
        :param created: they were created or imported so
        :return: the invitations
        """
        policies = self.env["crm.farewell.policy"]._for_event(event, created=created)
        if not (policies and leads):
            return self.browse()
        leads = leads.sudo()
        chosen = policies._match_leads(leads)
        leads = leads.filtered(lambda lead: lead.id in chosen)
        cycles = self._last_cycles([self._lead_key(lead) for lead in leads], event)
        planned = [
            self._prepare_for_lead(lead, chosen[lead.id], event)
            | {"cycle": cycles.get(self._lead_key(lead), 0) + 1}
            for lead in leads
        ]
        return self._create_planned(planned)

    @api.model
    def _create_planned(self, values_list):
        """Create invitations; too many of one policy at once wait in a batch for approval."""
        by_policy = {}
        for values in values_list:
            by_policy.setdefault(values["policy_id"], []).append(values)
        for policy_id, group in by_policy.items():
            policy = self.env["crm.farewell.policy"].sudo().browse(policy_id)
            if policy and len(group) > policy.batch_limit:
                batch = self.env["crm.farewell.batch"].sudo().create(policy._prepare_batch(group))
                for values in group:
                    values |= {"batch_id": batch.id, "state": "held", "reason": "approval"}
        quiet = self.sudo().with_context(
            tracking_disable=True, mail_create_nosubscribe=True, mail_create_nolog=True
        )
        return quiet.create(values_list)

    @api.model
    def _lead_key(self, lead):
        """What a deal is called for ever: the number of a deal that is merged is not used again."""
        return f"lead/{lead.id}"

    @api.model
    def _last_cycles(self, keys, event):
        """Return how often there was a letter about these, by key."""
        rows = self.sudo()._read_group(
            [("origin_key", "in", keys), ("event", "=", event)], ["origin_key"], ["cycle:max"]
        )
        return dict(rows)

    def _prepare_for_lead(self, lead, policy, event):
        """Return the values of an invitation about a deal. Hook: extend for values of yours."""
        company = lead.company_id or self.env.company
        person = lead.partner_id
        moment = fields.Datetime.now()
        values = {
            "policy_id": policy.id,
            "survey_id": policy.survey_id.id,
            "origin_key": self._lead_key(lead),
            "event": event,
            "lead_id": lead.id,
            "lead_name": lead.name,
            "partner_id": person.id,
            "person_name": lead.contact_name or person.name or lead.partner_name,
            "client_id": self._client_of_lead(lead).id,
            "company_id": company.id,
            "user_id": lead.user_id.id,
            "team_id": lead.team_id.id,
            "lost_reason_id": lead.lost_reason_id.id if event == "lost" else False,
            "amount": lead.expected_revenue,
            "currency_id": company.currency_id.id,
            "email": lead.email_from or person.email,
            "phone": lead.phone_sanitized or lead.phone or person.phone_sanitized or person.phone,
            "lang": person.lang or lead.lang_id.code or company.partner_id.lang or "en_US",
            "tz": self._zone_of(person, lead.country_id, lead.state_id, lead.phone, company),
            "offer_id": policy._offer_for(lead).id if event == "lost" else False,
            "event_at": moment,
        }
        return values | {"due_at": policy._due_at(moment, values["tz"], company)}

    def _client_of_lead(self, lead):
        """Return the client of a deal. Hook: extend where the deal itself knows."""
        return self._client_of(lead.partner_id)

    def _client_of(self, person):
        """Return the client of a person. Hook: what a client is, others know better."""
        return person.commercial_partner_id
