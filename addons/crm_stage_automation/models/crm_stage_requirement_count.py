# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models


class CrmStageRequirement(models.Model):
    """How much of what is needed is there, for many deals at once."""

    _inherit = "crm.stage.requirement"

    @api.model
    def _left_out_kinds(self):
        """Return kinds that are asked for elsewhere.

        Hook for add-ons that have a better way to ask for something.
        """
        return ()

    @api.model
    def _existing(self, ids):
        """Return the requirements of these ids in their order, without those that are gone.

        What is remembered of the stages may be older by a moment than this transaction.
        """
        return self.search_fetch([("id", "in", list(ids))], ["name", "kind", "needed"])

    def _needed(self):
        """Return how many of it are needed."""
        self.ensure_one()
        return 1 if self.kind in ("check", "field") else self.needed

    def _count(self, leads):
        """Return ``{(requirement, lead): how many are there}``; what is missing counts 0.

        A kind of one's own is counted by ``_count_<kind>(leads)``, which returns the same.
        """
        found = defaultdict(int)
        for kind, requirements in self.grouped("kind").items():
            found.update(getattr(requirements, f"_count_{kind}")(leads))
        return found

    def _count_check(self, leads):
        """Checklist items that somebody ticked."""
        return dict.fromkeys(self._ticks_of(leads), 1)

    def _count_activity(self, leads):
        """Activities that were done; one that was called off is deleted and does not count."""
        groups = self.env["mail.activity"]._read_group(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("active", "=", False),
            ],
            ["res_id", "activity_type_id"],
            ["__count"],
        )
        found = defaultdict(int)
        for lead_id, activity_type, count in groups:
            for requirement in self:
                if requirement.activity_type_id in (activity_type.browse(), activity_type):
                    found[requirement, leads.browse(lead_id)] += count
        return found

    def _count_field(self, leads):
        """Fields with a value; 0 is none."""
        return {
            (requirement, lead): 1
            for requirement in self
            if requirement.field_name in leads._fields
            for lead in leads
            if lead[requirement.field_name]
        }

    def _ticks_of(self, leads):
        """Return ``{(requirement, lead): tick}``."""
        ticks = self.env["crm.stage.tick"].search(
            [("requirement_id", "in", self.ids), ("lead_id", "in", leads.ids)]
        )
        return {(tick.requirement_id, tick.lead_id): tick for tick in ticks}
