# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

# Phones, e-mails and requests go to the survivor, each phone and e-mail once. A part of the
# statement that puts the merge on record: core merges hundreds of leads in one assignment, each
# with a call of its own.
MOVED = """
    moved AS (
        UPDATE crm_identifier SET lead_id = %(target)s,
               origin = CASE origin WHEN 'card' THEN 'request' ELSE origin END
         WHERE id IN (%(unknown)s)),
    asked AS (
        UPDATE crm_request
           SET lead_id = CASE WHEN lead_id = ANY(%(merged)s) THEN %(target)s ELSE lead_id END,
               previous_lead_id = CASE WHEN previous_lead_id = ANY(%(merged)s) THEN %(target)s
                                       ELSE previous_lead_id END
         WHERE lead_id = ANY(%(merged)s) OR previous_lead_id = ANY(%(merged)s)),
"""


class CrmLead(models.Model):
    """Core's merge of leads (``merge_opportunity``, conversion, assignment) goes on record."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        """Core deletes the other leads after this; they are kept in the journal.

        Their requests, phones and e-mails go to the surviving lead instead of being lost.
        """
        self.env["crm.identifier"].flush_model()
        self.env["crm.request"].flush_model(["lead_id", "previous_lead_id"])
        self.env["crm.dedup.merge"]._log_core(
            self,
            opportunities,
            "merge_opportunity",
            SQL(
                MOVED,
                target=self.id,
                merged=opportunities.ids,
                unknown=self.env["crm.identifier"]._unknown_to(self, opportunities),
            ),
        )
        self.env["crm.identifier"].invalidate_model(["lead_id", "origin"])
        self.env["crm.request"].invalidate_model(["lead_id", "previous_lead_id"])
        self.invalidate_recordset(["identifier_ids", "request_ids", "request_count"])
        self._dedup_refresh()
        return super()._merge_dependences(opportunities)
