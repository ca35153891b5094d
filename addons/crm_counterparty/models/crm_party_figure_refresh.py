# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .crm_party_figure import LATEST, SUMS

BATCH = 5_000
MEASURES = ("period_start", *SUMS, *LATEST)


class CrmPartyFigure(models.Model):
    """The refresh: whatever is marked is computed anew, in batches of one statement."""

    _inherit = "crm.party.figure"

    @api.model
    def _cron_refresh(self):
        """Work off the marks; a kill in between leaves the marks of its batch where they are."""
        dirty, cron = self.env["crm.party.figure.dirty"], self.env["ir.cron"]
        while partner_ids := dirty._take(BATCH):
            self._refresh(partner_ids)
            # Each batch has a snapshot of its own: what it deletes of the queue it has also seen.
            if not cron._commit_progress(len(partner_ids)):
                return

    @api.model
    def _cron_outdated(self):
        """Mark what was computed for another fiscal year: once a year, everybody."""
        companies = self._every_company()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_party_figure_dirty (partner_id)
                SELECT DISTINCT f.partner_id FROM crm_party_figure f
                  JOIN %s AS period(company_id, start, next, previous) USING (company_id)
                 WHERE period.start IS DISTINCT FROM f.period_start
                """,
                self._periods(companies),
            )
        )
        self.env.ref("crm_counterparty.ir_cron_party_figure")._trigger()

    @api.model
    def _every_company(self):
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return companies.search([("id", "!=", False)])

    @api.model
    def _mark_all(self):
        """Mark everybody who has documents, deals or orders.

        At installation, and for whoever loads documents past Odoo.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO crm_party_figure_dirty (partner_id)
            SELECT client_id FROM account_move WHERE client_id IS NOT NULL
             UNION SELECT commercial_partner_id FROM account_move
                    WHERE commercial_partner_id IS NOT NULL
             UNION SELECT partner_id FROM account_move_line
                    WHERE partner_id IS NOT NULL AND reconciled IS NOT TRUE
             UNION SELECT COALESCE(r.client_id, p.commercial_partner_id)
                     FROM crm_lead r JOIN res_partner p ON p.id = r.partner_id
             UNION SELECT COALESCE(r.client_id, p.commercial_partner_id)
                     FROM sale_order r JOIN res_partner p ON p.id = r.partner_id
             UNION SELECT partner_id FROM crm_party_figure
            """
        )
        self.env.ref("crm_counterparty.ir_cron_party_figure")._trigger()

    @api.model
    def _refresh(self, partner_ids):
        """Store the figures of these partners in all companies, and drop what is no more."""
        companies = self._every_company()
        names = SQL(", ").join(SQL.identifier(name) for name in MEASURES)
        renewed = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in MEASURES
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH computed AS MATERIALIZED (
                    SELECT * FROM (%(statement)s) anybody WHERE is_known
                ), gone AS (
                    DELETE FROM crm_party_figure figure
                     WHERE partner_id = ANY(%(partners)s) AND NOT EXISTS (
                         SELECT FROM computed c WHERE c.partner_id = figure.partner_id
                                                  AND c.company_id = figure.company_id)
                )
                INSERT INTO crm_party_figure (partner_id, company_id, %(names)s)
                SELECT partner_id, company_id, %(names)s FROM computed
                    ON CONFLICT (partner_id, company_id) DO UPDATE SET %(renewed)s
                """,
                statement=self._statement(partner_ids, companies),
                partners=partner_ids,
                names=names,
                renewed=renewed,
            )
        )
        self.invalidate_model()
