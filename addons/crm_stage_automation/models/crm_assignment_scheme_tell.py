# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models

# More are counted, not listed.
LISTED = 50
# Of the managers of sales not more are told of leads of a team without a leader.
STAND_INS = 5


class CrmAssignmentScheme(models.Model):
    """What sharing out changes, and who is told: everybody once a run."""

    _inherit = "crm.assignment.scheme"

    def _give(self, given):
        """Write the person in charge of the leads and tell each person once."""
        for user, leads in given.items():
            self._give_to(self.env["res.users"].browse(user), leads)

    def _give_to(self, user, leads):
        """Give these leads to somebody; a person from elsewhere does not take them out of the team.

        A hook: whoever does more with given leads extends it.
        """
        for team, batch in leads.grouped("team_id").items():
            # Core would tell him lead by lead.
            values = {"user_id": user.id, "assignment_reason": False}
            batch.with_context(mail_auto_subscribe_no_notify=True).write(
                {**values, "team_id": team.id} if team else values
            )
        self._tell(
            user,
            leads,
            lambda env: (
                env._("%(count)s new leads are yours", count=len(leads))
                if len(leads) > 1
                else env._("A new lead is yours: %(lead)s", lead=leads.display_name)
            ),
        )

    def _to_leader(self, left):
        """Put leads into the queue of the team leader, by reason, and tell him once.

        Of a team without a leader the managers of sales of its company are told.
        """
        queued = self.env["crm.lead"]
        for reason, leads in left.items():
            leads.write({"assignment_state": "hand", "assignment_reason": reason})
            queued |= leads
        for user in self._in_charge_of_queue() if queued else ():
            self._tell(
                user,
                queued,
                lambda env: env._("%(count)s leads need a person in charge", count=len(queued)),
            )

    def _in_charge_of_queue(self):
        """Return who is told of leads that are left over: the leader, else managers of sales."""
        if self.leader_id.active:
            return self.leader_id
        company = self._assignment_company()
        managers = self.env.ref("sales_team.group_sale_manager").all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return managers.sorted("id")[:STAND_INS]

    def _tell(self, user, leads, subject):
        """Send one message that lists the leads.

        :param subject: makes the subject in the environment of the reader's language.
        """
        env = self.with_context(lang=user.lang).env
        more = len(leads) - LISTED
        lines = Markup().join(
            Markup("<li>%s</li>") % lead._get_html_link() for lead in leads[:LISTED]
        )
        rest = Markup("<p>%s</p>") % env._("and %(count)s more", count=more) if more > 0 else ""
        text = subject(env)
        record = leads if len(leads) == 1 else (self.team_id or leads[:1])
        record.with_env(env).message_notify(
            partner_ids=user.partner_id.ids,
            subject=text,
            body=Markup("<p>%s</p><ul>%s</ul>%s") % (text, lines, rest),
            email_layout_xmlid="mail.mail_notification_layout",
        )
