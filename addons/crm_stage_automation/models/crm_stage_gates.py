# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools.gates import Gate

# What decides in which order and for whom stages follow each other.
ORDERING = {"sequence", "fold", "is_won", "is_deferred", "team_ids"}


class CrmStage(models.Model):
    """What a stage needs before a deal enters it, and what is said and asked in it."""

    _inherit = "crm.stage"

    requirement_ids = fields.One2many(
        "crm.stage.requirement", "stage_id", string="Entry Requirements", copy=True
    )
    script = fields.Html(
        translate=True,
        help="What to ask and what to say in this stage; shown on its deals.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A new stage may lie between others."""
        stages = super().create(vals_list)
        self.env.registry.clear_cache()
        return stages

    def write(self, vals):
        """Stages may follow each other in another order."""
        done = super().write(vals)
        if not ORDERING.isdisjoint(vals):
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        """A stage that is gone asks for nothing."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    def _is_parking(self):
        """Whether deals wait in this stage; it is no further than the others then."""
        self.ensure_one()
        return (self.fold or self.is_deferred) and not self.is_won

    @api.model
    @ormcache()
    def _gates(self):
        """Return all stages in plain values; nothing where no stage needs anything."""
        requirements = self.env["crm.stage.requirement"].sudo()
        requirements = requirements.search([("kind", "not in", requirements._left_out_kinds())])
        if not requirements:
            return ()
        of_stage = requirements.grouped("stage_id")
        # The stage of an archived team is not everybody's.
        stages = self.sudo().with_context(active_test=False)
        return tuple(
            Gate(
                stage.id,
                stage.sequence,
                frozenset(stage.team_ids.ids),
                stage._is_parking(),
                *(
                    tuple(
                        of_stage.get(stage, requirements.browse())
                        .filtered(lambda one, kind=kind: one.strictness == kind)
                        .ids
                    )
                    for kind in ("require", "ask")
                ),
            )
            for stage in stages.search([("id", "!=", False)])
        )
