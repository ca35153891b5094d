# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .levels import SUBJECT_FIELDS

# Ranges of one number compare like the number, and need no extension of PostgreSQL.
SAME = ", ".join(
    f"int4range(COALESCE({name}, 0), COALESCE({name}, 0), '[]') WITH &&"
    for name in ("definition_id", "company_id", *SUBJECT_FIELDS)
)


class CrmKpiTarget(models.Model):
    """On each day a subject has one target of a KPI at most."""

    _inherit = "crm.kpi.target"

    # Asked at the end of the transaction: two people who save at once do not see each other's
    # target. Whoever is alone with his mistake is told by the method below.
    _days_excl = models.Constraint(
        f"EXCLUDE USING gist ({SAME}, daterange(date_from, date_to, '[]') WITH &&) "
        "DEFERRABLE INITIALLY DEFERRED",
        "Somebody has just saved a target of the same KPI for the same subject and days.",
    )

    @api.constrains("definition_id", "company_id", "date_from", "date_to", *SUBJECT_FIELDS)
    def _check_days(self):
        """Refuse two targets for the same days, and tell which."""
        other = self._kpi_same_days()
        if other:
            raise ValidationError(
                self.env._(
                    "“%(kpi)s” has a target for the same subject from %(start)s until %(end)s. "
                    "Let one end before the other begins.",
                    kpi=other.definition_id.name,
                    start=other.date_from,
                    end=other.date_to,
                )
            )

    def _kpi_same_days(self):
        """A target of the same subject that has a day with one of these, or none."""
        self.flush_model()
        same = SQL(" AND ").join(
            SQL("other.%(name)s IS NOT DISTINCT FROM target.%(name)s", name=SQL.identifier(name))
            for name in ("definition_id", "company_id", *SUBJECT_FIELDS)
        )
        found = self.env.execute_query(
            SQL(
                """
                SELECT other.id
                  FROM crm_kpi_target target
                  JOIN crm_kpi_target other ON other.id != target.id AND %s
                   AND daterange(other.date_from, other.date_to, '[]')
                       && daterange(target.date_from, target.date_to, '[]')
                 WHERE target.id IN %s
                 LIMIT 1
                """,
                same,
                tuple(self.ids),
            )
        )
        return self.sudo().browse(found[0] if found else ())

    @api.constrains(*SUBJECT_FIELDS)
    def _check_subject(self):
        """Figures are told of certain subjects only; a target of another would never be used."""
        if any(target._kpi_level() is None for target in self):
            raise ValidationError(
                self.env._(
                    "A target is for the whole company, a team, a person, a person in a team, a "
                    "product, a source, a client group or a lost reason: choose one of them."
                )
            )
