# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class CrmFarewellInvitation(models.Model):
    """Whether a letter that is due may still be sent."""

    _inherit = "crm.farewell.invitation"

    def _drop_obsolete(self):
        """Cancel those that are not to be sent any more.

        :return: the others
        """
        recent = self._ids_of_people_at_peace()
        for one in self:
            reason = one._obstacle() or (one.id in recent and "cool_off")
            if reason:
                one.write({"state": "cancelled", "reason": reason})
        return self.filtered(lambda one: one.state == "scheduled")

    def _obstacle(self):
        """Return the reason for which a letter is not sent, or nothing. Hook: extend for yours."""
        self.ensure_one()
        if not (self.policy_id or self.occasion_id):
            return "no_letter"
        kind = (self.origin_key or "").partition("/")[0]
        if (kind == "lead" and not self.lead_id) or (kind == "partner" and not self.partner_id):
            return "gone"
        if self.lead_id and self.event in ("lost", "won"):
            now = self.lead_id.won_status
            if now != self.event:
                return "reopened" if now == "pending" else "changed"
        if self.event != "greeting" and self._is_refused():
            return "refused"
        return False

    def _is_refused(self):
        """Whether the person, or the client as a whole, does not want to be asked."""
        people = self.partner_id | self.client_id
        return any(person.feedback_refused for person in people)

    def _ids_of_people_at_peace(self):
        """Return the ids of those whose person got a letter within the policy's days of peace.

        The person is the same when the contact, the address or the number is.
        """
        same = (
            SQL("other.partner_id = one.partner_id"),
            SQL("other.email_normalized = one.email_normalized"),
            SQL("other.phone_sanitized = one.phone_sanitized"),
        )
        found = [
            SQL(
                """EXISTS (SELECT FROM crm_farewell_invitation other
                    WHERE %s AND other.id <> one.id AND other.event <> 'greeting'
                      AND other.sent_at > %s - policy.cool_off_days * interval '1 day')""",
                condition,
                fields.Datetime.now(),
            )
            for condition in same
        ]
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT one.id FROM crm_farewell_invitation one
                     JOIN crm_farewell_policy policy ON policy.id = one.policy_id
                    WHERE one.id = ANY(%s) AND policy.cool_off_days > 0 AND (%s)""",
                self.ids,
                SQL(" OR ").join(found),
            )
        )
        return {number for (number,) in rows}
