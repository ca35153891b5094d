# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ..tools.linkage.figures import Figures


class CrmDedupFigure(models.Model):
    """What the whole base says, as the last full scan counted it: size, how common a name is."""

    _name = "crm.dedup.figure"
    _description = "Figures of the Base for Comparison"
    _log_access = False

    size = fields.Integer(readonly=True)
    version = fields.Integer(readonly=True)
    counts = fields.Json(readonly=True)
    counted_at = fields.Datetime(readonly=True)

    @api.model
    def _figures(self, version):
        """The figures for profiles of a version of the rules.

        Before the first scan only the size is known, as the table's statistics estimate it.
        """
        counted = self._counted(version)
        if counted:
            return counted
        [(size,)] = self.env.execute_query(
            SQL("SELECT reltuples::int FROM pg_class WHERE oid = 'crm_dedup_profile'::regclass")
        )
        return Figures(size=max(size, 1))

    @api.model
    @ormcache("version")
    def _counted(self, version):
        row = self.sudo().search([("version", "=", version)], order="id desc", limit=1)
        if not row:
            return None
        stored = {name: base64.b64decode(data) for name, data in (row.counts or {}).items()}
        return Figures.from_bytes(row.size, stored)

    @api.model
    def _keep(self, figures, version):
        """Remember the figures of a scan; those before go."""
        self.sudo().search([("id", ">", 0)]).unlink()
        counts = figures.to_bytes()
        self.sudo().create(
            {
                "size": figures.size,
                "version": version,
                "counts": {name: base64.b64encode(d).decode() for name, d in counts.items()},
                "counted_at": fields.Datetime.now(),
            }
        )
        self.env.registry.clear_cache()
