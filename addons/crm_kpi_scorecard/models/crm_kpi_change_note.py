# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT


class CrmKpiChange(models.Model):
    _inherit = "crm.kpi.change"

    @api.model
    def _kpi_note(self, lines, model="crm.lead"):
        """Keep what happened, in one statement.

        :param lines: ``(id, name, what, detail, company id, day before, day now)`` of records
        :param str model: which records they are
        """
        self.sudo().create(
            [
                {
                    "model": model,
                    "res_id": number,
                    "name": name,
                    "what": what,
                    "detail": detail,
                    "user_id": self.env.uid,
                    "company_id": company,
                    "fact_date_old": old,
                    "fact_date_new": new,
                }
                for number, name, what, detail, company, old, new in lines
            ]
        )

    @api.model
    def _kpi_note_gone(self, facts, names, what):
        """Keep which leads count no more.

        :param facts: as ``crm.lead._kpi_facts`` gave them before
        :param names: ``{id: name}``
        :param str what: "deleted" or "merged"
        """
        self._kpi_note(
            [
                (number, names[number], what, "", company, day, None)
                for number, (company, moments) in facts.items()
                for day in sorted({day for day in moments.values() if day})
            ]
        )

    @api.autovacuum
    def _gc_changes(self):
        """What happened two years ago explains no figure that anybody asks about."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), years=2)
        old = self.search([("happened_at", "<", limit)], limit=GC_UNLINK_LIMIT)
        old.unlink()
        return len(old), len(old) == GC_UNLINK_LIMIT
