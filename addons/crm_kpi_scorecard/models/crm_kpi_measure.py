# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiMeasure(models.Model):
    """What is counted: records of an allowed model, entered figures, or a source in code."""

    _name = "crm.kpi.measure"
    _description = "Measure of KPIs"
    _inherit = ["crm.kpi.code.mixin"]
    _order = "name, id"

    source = fields.Selection(
        [
            ("records", "Records"),
            ("entries", "Entered figures"),
            ("plugin", "Source of another add-on"),
        ],
        required=True,
        default="records",
        help="Records: counted from what the company does in Odoo. Entered figures: typed in or "
        "imported, for example advertising cost. Source: delivered by an add-on.",
    )
    model_id = fields.Many2one(
        "ir.model",
        string="Records Of",
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._kpi_allowed_models())],
    )
    model_name = fields.Char(related="model_id.model", store=True, string="Technical Model")
    domain = fields.Char(
        string="Filter", default="[]", help="Which records count; empty for all of them."
    )
    include_archived = fields.Boolean(
        default=True, help="Lost opportunities are archived: without them every rate is wrong."
    )
    date_field = fields.Char(
        string="Date",
        help="The date that puts a record into a period, for example “date_won” or "
        "“order_id.date_order”. Empty: as things stand now; the current period only.",
    )
    cohort_date_field = fields.Char(
        string="Date of the Cohort",
        help="For KPIs by cohort: the date at which the record's story began.",
    )
    aggregate = fields.Selection(
        [
            ("count", "Number of records"),
            ("sum", "Sum"),
            ("avg", "Average"),
            ("distinct", "Number of different values"),
        ],
        required=True,
        default="count",
    )
    value_field = fields.Char(string="Field", help="What is added up, averaged or told apart.")
    person_path = fields.Char(string="Path to the Person")
    team_path = fields.Char(string="Path to the Team")
    product_path = fields.Char(string="Path to the Product")
    source_path = fields.Char(string="Path to the Source")
    group_path = fields.Char(string="Path to the Client Group")
    reason_path = fields.Char(string="Path to the Lost Reason")
    company_path = fields.Char(
        string="Path to the Company", help="Empty: the company of the person."
    )
    currency_path = fields.Char(
        string="Path to the Currency",
        help="For amounts: converted at the rate of the day of the fact.",
    )
    plugin = fields.Char(
        string="Source Code", help="The name after “_kpi_source_” of the method that delivers."
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "There is a measure with this code already."
    )

    def _kpi_allowed_models(self):
        """Return the models whose records may be counted; add-ons extend the list.

        Whoever sees a figure learns how many records of all people there are: only models of
        which that may be known belong here.
        """
        return [
            "account.move",
            "account.move.line",
            "account.payment",
            "calendar.event",
            "crm.lead",
            "mail.activity",
            "res.partner",
            "sale.order",
            "sale.order.line",
        ]
