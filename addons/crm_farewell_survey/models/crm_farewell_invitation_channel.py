# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# The field of the template of a way, on policies and on occasions.
TEMPLATES = {"email": "mail_template_id", "sms": "sms_template_id"}


class CrmFarewellInvitation(models.Model):
    """By which way a person is written to."""

    _inherit = "crm.farewell.invitation"

    def _choose_channels(self):
        """Give each the way by which it is sent; those without any come to their end.

        :return: those that have one
        """
        excluded = self._excluded()
        for one in self:
            ways = one._ways(excluded)
            if ways:
                one.channel = ways[0]
            else:
                one.write(one._dead_end())
        return self.filtered(lambda one: one.state == "scheduled")

    def _ways(self, excluded):
        """Return the ways that are open, the best one first.

        :param excluded: addresses and numbers that are not to be written to
        """
        self.ensure_one()
        failed = self._failed()
        ways = [
            way
            for way in self._wanted_ways()
            if way not in failed
            and self._template_of(way)
            and (target := self._target(way))
            and target not in excluded
        ]
        # An address from which mail came back is the last resort.
        return sorted(ways, key=lambda way: way == "email" and self._has_bounced())

    def _wanted_ways(self):
        """Return the ways of the policy in its order. Hook: extend for other ways."""
        channels = (self.policy_id or self.occasion_id).channels
        return channels.split("_") if channels else []

    def _target(self, way):
        """Return the address or number of a way, as exclusion lists know it."""
        return self.email_normalized if way == "email" else self.phone_sanitized

    def _template_of(self, way, is_reminder=False):
        """Return the template of a way; a reminder without its own is the letter once more."""
        source, name = self.policy_id or self.occasion_id, TEMPLATES[way]
        if is_reminder and self.policy_id:
            return source[f"reminder_{name}"] or source[name]
        return source[name]

    def _failed(self):
        """Return the ways by which this was tried in vain."""
        return (self.failed_channels or "").split()

    def _has_bounced(self):
        """Whether mail to the address came back, be it this one or another."""
        known = (self, self.partner_id, self.lead_id)
        return any(
            record.message_bounce and record.email_normalized == self.email_normalized
            for record in known
        )

    def _dead_end(self):
        """Return the state of a letter for which no way is left, and why."""
        failed = self._failed()
        left = [way for way in self._wanted_ways() if way not in failed and self._target(way)]
        if failed:
            return {"state": "bounced", "reason": self.reason if not left else "excluded"}
        if not left:
            return {"state": "blocked", "reason": "no_address"}
        if not any(self._template_of(way) for way in left):
            return {"state": "blocked", "reason": "no_letter"}
        return {"state": "blocked", "reason": "excluded"}

    def _excluded(self):
        """Return which addresses and numbers of these are on an exclusion list."""
        emails = self.env["mail.blacklist"].sudo()
        phones = self.env["phone.blacklist"].sudo()
        return {
            *emails.search([("email", "in", self.mapped("email_normalized"))]).mapped("email"),
            *phones.search([("number", "in", self.mapped("phone_sanitized"))]).mapped("number"),
        }
