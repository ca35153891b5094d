# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.autoreply import day_key
from .mail_thread import INCOMING, IncomingLetter
from .working_time import WorkingHours

# A change of the person in charge may be a slip: so long it can be taken back without a letter.
SETTLING = timedelta(minutes=10)
_MERGED = "crm_stage_automation_merged"


class CrmLead(models.Model):
    """What the customer is told by itself: that his request came in, and who is in charge now."""

    _inherit = "crm.lead"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Answer a request that came by mail, when a person wrote it."""
        lead = super().message_new(msg_dict, custom_values)
        letter = self.env.context.get(INCOMING)
        if isinstance(letter, IncomingLetter) and not letter.reason:
            lead._answer_request(letter.address, letter.message_id)
        return lead

    def _answer_request(self, address=None, message_id=""):
        """Plan the automatic answer of the team, once per address and day.

        A hook: a door of one's own calls it after it has made a lead of a person's request.

        :param address: whom to answer, else the address of the lead.
        :param message_id: of the letter that is answered, if it is one.
        """
        self.ensure_one()
        team, company = self.team_id, self.company_id or self.team_id.company_id or self.env.company
        address, now = address or self.email_normalized, self.env.cr.now()
        if not address or not (team.answer_template_id or team.answer_closed_template_id):
            return
        is_closed = not self._is_team_open(now, team, company)
        if not is_closed and not team.answer_template_id:
            return
        key = day_key(address, now, company._working_zone())
        self.env["crm.automatic.letter"].sudo()._plan(
            [
                {
                    "kind": "answer",
                    "key": f"answer {company.id} {key}",
                    "lead_id": self.id,
                    "company_id": company.id,
                    "address": address,
                    "incoming_id": message_id,
                    "is_closed": is_closed,
                    "due": now,
                }
            ]
        )

    def _is_team_open(self, moment, team, company):
        try:
            return WorkingHours(self.env).is_open(moment, company, team)
        except UserError:  # hours by which nobody can tell: no text says that it is closed
            return True

    def write(self, vals):
        """Plan a letter to the customers of those whose person in charge changes."""
        former = self._former_people(vals)
        result = super().write(vals)
        if former:
            self.browse(former)._plan_person_letters(former)
        return result

    def _merge_opportunity(self, *args, **kwargs):
        """Customers are not told of a person who came with a merge."""
        self.env.cr.precommit.data.setdefault(_MERGED, set()).update(self.ids)
        return super()._merge_opportunity(*args, **kwargs)

    def _former_people(self, vals):
        """Return {lead: the person who was in charge} of the leads whose customers are to know."""
        if not vals.get("user_id") or self.env.context.get("import_file"):
            return {}
        merged = self.env.cr.precommit.data.get(_MERGED, ())
        return {
            lead.id: lead.user_id.id
            for lead in self.sudo()
            if lead.user_id.id not in (False, vals["user_id"])
            and lead.id not in merged
            and lead.team_id.person_template_id
            and (lead.email_normalized or lead.partner_id.email)
        }

    def _plan_person_letters(self, former):
        """Plan a letter per lead and day; after today's has gone out, one for tomorrow.

        One that waits names whoever is in charge when it goes out: it needs no second one.

        :param former: the person who was in charge, by lead.
        """
        Letter, hours = self.env["crm.automatic.letter"].sudo(), WorkingHours(self.env)
        waiting = Letter._read_group(
            [("kind", "=", "person"), ("state", "=", "pending"), ("lead_id", "in", self.ids)],
            ["lead_id"],
        )
        leads = self.sudo() - self.browse().union(*(lead for (lead,) in waiting))
        if not leads:
            return
        today = [lead._person_letter(former[lead.id], hours) for lead in leads]
        Letter._plan(today)
        gone = self.env.execute_query(
            SQL(
                "SELECT lead_id FROM crm_automatic_letter WHERE state <> 'pending' AND key IN %s",
                tuple(row["key"] for row in today),
            )
        )
        leads = self.sudo().browse(lead for (lead,) in gone if lead)
        Letter._plan([lead._person_letter(former[lead.id], hours, days=1) for lead in leads])

    def _person_letter(self, former, hours, days=0):
        """Return the values of a letter, which goes out while the team is at work."""
        company = self.company_id or self.team_id.company_id or self.env.company
        moment = hours.opening(
            self.env.cr.now() + SETTLING + timedelta(days), company, self.team_id
        )
        return {
            "kind": "person",
            "key": f"person {self.id} {company._working_date(moment)}",
            "lead_id": self.id,
            "company_id": company.id,
            "former_user_id": former,
            "due": moment,
        }
