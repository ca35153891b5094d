# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

FEEDBACK = [
    ("none", "None"),
    ("planned", "Letter planned"),
    ("asked", "Asked"),
    ("answered", "Answered"),
    ("refused", "Would rather not answer"),
    ("silent", "No answer"),
]
PLANNED = ("scheduled", "held")
ASKED = ("sending", "sent", "unknown", "opened")
STATE_SHOWN = {
    **dict.fromkeys(PLANNED, "planned"),
    **dict.fromkeys(ASKED, "asked"),
    "answered": "answered",
    "refused": "refused",
    "expired": "silent",
}


class CrmLead(models.Model):
    """What the customer said about a deal."""

    _inherit = "crm.lead"

    farewell_invitation_ids = fields.One2many(
        "crm.farewell.invitation", "lead_id", string="Feedback", readonly=True
    )
    win_back_date = fields.Date(
        string="Won Back on", readonly=True, copy=False, index="btree_not_null"
    )
    deferred_until = fields.Date(
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="The customer asked to be called on this day, or it was put off until then.",
    )
    feedback_state = fields.Selection(FEEDBACK, compute="_compute_feedback_state")

    @api.depends("farewell_invitation_ids.state")
    def _compute_feedback_state(self):
        """The state of the last letter that was not taken back."""
        last = {}
        for invitation in self.sudo().farewell_invitation_ids.sorted("id"):
            if shown := STATE_SHOWN.get(invitation.state):
                last[invitation.lead_id.id] = shown
        for lead in self:
            lead.feedback_state = last.get(lead.id, "none")
