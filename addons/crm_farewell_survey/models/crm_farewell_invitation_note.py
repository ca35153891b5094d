# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellInvitation(models.Model):
    """Words of the customer on the timelines of others: known, so that they can be erased."""

    _inherit = "crm.farewell.invitation"

    note_ids = fields.Many2many(
        "mail.message",
        "crm_farewell_note_rel",
        "invitation_id",
        "message_id",
        string="Notes",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="What was written of the answer on the deal and on the customer.",
    )

    def _post_note(self, records, body, **values):
        """Write something of the answer on the timelines of deals or customers.

        Who repeats the customer's words elsewhere does it by this, else they outlive their erasure.

        :param records: with a timeline
        :param body: HTML as ``Markup``
        :return: the messages
        """
        self.ensure_one()
        messages = self.env["mail.message"].sudo()
        for record in records.sudo():
            messages |= record._message_log(body=body, **values)
        self._keep_notes(messages)
        return messages

    def _keep_notes(self, messages):
        """Remember messages that hold words of the customer."""
        self.ensure_one()
        self.sudo().note_ids |= messages.sudo()
