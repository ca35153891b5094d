# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So many people of a policy in one night; the rest follows in the next ones.
NIGHTLY = 2000

# How somebody was spoken to.
SPOKEN = """(message.message_type IN ('email', 'email_outgoing', 'sms', 'comment')
        OR message.mail_activity_type_id IS NOT NULL)"""
SILENT = """
    WITH deal AS (
        SELECT id, partner_id, won_status, active, GREATEST(
                   create_date, date_closed, date_last_stage_update) AS at
          FROM crm_lead
         WHERE partner_id IS NOT NULL
           AND (%(company)s IS NULL OR company_id IS NULL OR company_id = %(company)s)
    ), contact AS (
        SELECT partner_id, at FROM deal
         UNION ALL
        SELECT deal.partner_id, message.date FROM deal
          JOIN mail_message message
            ON message.model = 'crm.lead' AND message.res_id = deal.id
         WHERE %(spoken)s
         UNION ALL
        SELECT message.res_id, message.date FROM mail_message message
         WHERE message.model = 'res.partner' AND %(spoken)s
           AND message.res_id IN (SELECT partner_id FROM deal)
    ), last AS (
        SELECT partner_id, MAX(at) AS at FROM contact GROUP BY partner_id
        HAVING MAX(at) <= %(limit)s
    )
    SELECT last.partner_id FROM last
      JOIN res_partner partner ON partner.id = last.partner_id
     WHERE partner.active AND partner.feedback_refused IS NOT TRUE
       AND (partner.email_normalized IS NOT NULL
            OR partner.phone_sanitized IS NOT NULL)
       AND (%(company)s IS NULL OR partner.company_id IS NULL
            OR partner.company_id = %(company)s)
       AND NOT EXISTS (SELECT FROM deal WHERE deal.partner_id = last.partner_id
                          AND deal.active AND deal.won_status = 'pending')
       AND NOT EXISTS (SELECT FROM mail_activity activity
                        WHERE activity.active AND (
                              activity.res_model = 'res.partner'
                              AND activity.res_id = last.partner_id
                           OR activity.res_model = 'crm.lead'
                              AND activity.res_id IN (SELECT id FROM deal
                                    WHERE deal.partner_id = last.partner_id)))
       AND NOT EXISTS (SELECT FROM crm_farewell_invitation one
                        WHERE one.partner_id = last.partner_id
                          AND one.event = 'inactive' AND one.event_at > last.at)
     ORDER BY last.at, last.partner_id LIMIT %(nightly)s
"""


class CrmFarewellInvitation(models.Model):
    """Letters to customers without contact for a long time.

    A customer is a contact with a deal. The last contact is the last of: a deal that was made,
    moved on or closed; an e-mail, SMS, call or note, or a finished activity, on the contact or one
    of his deals. Whoever has an open deal or a planned activity is looked after.
    """

    _inherit = "crm.farewell.invitation"

    @api.model
    def _cron_inactive(self):
        """Plan letters to those whose last contact was so many days ago, once for each silence."""
        for policy in self.env["crm.farewell.policy"]._for_event("inactive"):
            people = self.sudo()._silent_people(policy)
            if domain := literal_eval(policy.domain or "[]"):
                people = people.filtered_domain(domain)
            self.sudo()._plan_people(people, policy)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _plan_people(self, people, policy):
        """Plan a letter of a policy to people who are not about a deal."""
        cycles = self._last_cycles([self._partner_key(person) for person in people], policy.event)
        return self._create_planned(
            [
                self._prepare_for_person(person, policy)
                | {"cycle": cycles.get(self._partner_key(person), 0) + 1}
                for person in people
            ]
        )

    @api.model
    def _partner_key(self, person):
        return f"partner/{person.id}"

    def _prepare_for_person(self, person, policy):
        """Return the values of an invitation without a deal. Hook: extend for values of yours."""
        company = person.company_id or policy.company_id or self.env.company
        moment = fields.Datetime.now()
        zone = self._zone_of(person, person.country_id, person.state_id, person.phone, company)
        return {
            "policy_id": policy.id,
            "survey_id": policy.survey_id.id,
            "origin_key": self._partner_key(person),
            "event": policy.event,
            "partner_id": person.id,
            "person_name": person.name,
            "client_id": self._client_of(person).id,
            "company_id": company.id,
            "user_id": person.user_id.id,
            "team_id": person.user_id.sale_team_id.id,
            "currency_id": company.currency_id.id,
            "email": person.email,
            "phone": person.phone_sanitized or person.phone,
            "lang": person.lang or company.partner_id.lang or "en_US",
            "tz": zone,
            "offer_id": policy.offer_ids.filtered(lambda offer: not offer.lost_reason_ids)[:1].id,
            "event_at": moment,
            "due_at": policy._due_at(moment, zone, company),
        }

    @api.model
    def _silent_people(self, policy):
        """Return whom nobody has been in contact with, the longest silence first."""
        now = fields.Datetime.now()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                SILENT,
                company=policy.company_id.id or None,
                spoken=SQL(SPOKEN),
                limit=now - timedelta(days=policy.inactive_days),
                nightly=NIGHTLY,
            )
        )
        return self.env["res.partner"].browse(number for (number,) in rows)
