# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

# What may be done with a row, by what was found.
ACTIONS = [
    ("create", "Create"),
    ("update_empty", "Fill empty fields of the card"),
    ("overwrite", "Overwrite chosen fields of the card"),
    ("link", "Create and link to the card"),
    ("skip", "Skip"),
]
# What a user may set; everything else is the check's and the import's.
RULES = {"new_action", "exists_action", "other_action", "doubtful_action", "column_ids"}
MODELS = [("crm.lead", "Leads and Opportunities"), ("res.partner", "Contacts")]


class CrmDedupImport(models.Model):
    """A file on its way in: every row is compared with the base before anything is written.

    State: checking → ready → importing → done; cancelled from any of the first three. Checking
    and importing go on in slices by a cron, so a file of any size meets no time-out and goes on
    after a kill where it stopped.
    """

    _name = "crm.dedup.import"
    _description = "Import with Check for Duplicates"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    model = fields.Selection(MODELS, string="Import of", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Imported by", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    state = fields.Selection(
        [
            ("checking", "Checking"),
            ("ready", "To decide"),
            ("importing", "Importing"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="checking",
        required=True,
        readonly=True,
        index=True,
    )
    import_fields = fields.Json(readonly=True, help="Field of each column, as Odoo's import names.")
    options = fields.Json(readonly=True)
    column_ids = fields.One2many("crm.dedup.import.column", "import_id", string="Columns")
    new_action = fields.Selection(
        [("create", "Create"), ("skip", "Skip")],
        string="New",
        default="create",
        required=True,
        help="Nobody in the base looks like this row.",
    )
    exists_action = fields.Selection(
        ACTIONS,
        string="Already there",
        default="update_empty",
        required=True,
        help="The same card stands in the base for certain.",
    )
    other_action = fields.Selection(
        [("link", "Create and link"), ("create", "Create"), ("skip", "Skip")],
        string="Known as the other kind",
        default="link",
        required=True,
        help="A lead of the file is a customer already, or a contact of the file is a lead.",
    )
    doubtful_action = fields.Selection(
        ACTIONS,
        string="Doubtful",
        default="create",
        required=True,
        help="It may be the same. Created rows come up in the review of duplicates.",
    )
    row_ids = fields.One2many("crm.dedup.import.row", "import_id", string="Rows")
    total = fields.Integer(string="Rows in the file", readonly=True)
    done = fields.Integer(string="Rows done", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    started_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    count_new = fields.Integer(compute="_compute_counts")
    count_exists = fields.Integer(compute="_compute_counts")
    count_before = fields.Integer(compute="_compute_counts")
    count_doubtful = fields.Integer(compute="_compute_counts")
    count_inside = fields.Integer(compute="_compute_counts")
    count_created = fields.Integer(compute="_compute_counts")
    count_updated = fields.Integer(compute="_compute_counts")
    count_unchanged = fields.Integer(compute="_compute_counts")
    count_skipped = fields.Integer(compute="_compute_counts")
    count_failed = fields.Integer(compute="_compute_counts")

    @api.depends("done", "total")
    def _compute_progress(self):
        for record in self:
            record.progress = 100 * record.done / record.total if record.total else 0

    @api.depends("row_ids.status", "row_ids.result")
    def _compute_counts(self):
        counts = dict.fromkeys(self.ids, ())
        groups = self.env["crm.dedup.import.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "status", "result"], ["__count"]
        )
        for record, *row in groups:
            counts[record.id] = (*counts[record.id], row)
        for record in self:
            rows = counts.get(record.id, ())

            def count(*wanted, rows=rows):
                return sum(n for status, result, n in rows if {status, result} & set(wanted))

            record.count_new = count("new")
            record.count_exists = count("exists")
            record.count_before = count("done_before")
            record.count_doubtful = count("doubtful")
            record.count_inside = count("inside")
            record.count_created = count("created", "linked")
            record.count_updated = count("updated")
            record.count_unchanged = count("unchanged")
            record.count_skipped = count("skipped")
            record.count_failed = count("failed")

    def write(self, vals):
        """People set the rules; progress and results are nobody's to write."""
        if not self.env.su and set(vals) - RULES:
            raise AccessError(self.env._("Only the rules of an import can be changed."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # From Odoo's import screen
    # ------------------------------------------------------------------

    @api.model
    def _start(self, name, model, import_fields, records, options):
        """Keep the rows of a file and let the check begin.

        :param records: list of the lines of each record (a record with one2many columns spans
            several), cells as the file has them, in the order of ``import_fields``
        :return: the import
        """
        if not self.env[model].has_access("create"):
            raise AccessError(self.env._("You may not create such records, so not import them."))
        started = self.sudo().create(
            {
                "name": name or self.env._("Import"),
                "model": model,
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
                "import_fields": import_fields,
                "options": options,
                "total": len(records),
                "started_at": fields.Datetime.now(),
                "column_ids": self._columns(model, import_fields),
            }
        )
        started.row_ids._insert(started, records)
        self._wake()
        return started.sudo(self.env.su)

    @api.model
    def _columns(self, model, import_fields):
        """One line for each field of the card that the file has, with its label."""
        names = dict.fromkeys(path.partition("/")[0].partition(".")[0] for path in import_fields)
        labels = self.env[model].fields_get(names, ["string"])
        return [
            Command.create({"path": name, "name": label["string"]})
            for name, label in labels.items()
            if name != "id"
        ]

    @api.model
    def _wake(self):
        self.env.ref("crm_lead_dedup.ir_cron_import")._trigger()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def _check_own(self):
        """Only who brought the file, or a manager, may go on with it."""
        self.check_access("write")
        for record in self:
            if record.user_id != self.env.user and not self.env.user.has_group(
                "sales_team.group_sale_manager"
            ):
                raise UserError(self.env._("Only %s can go on with this.", record.user_id.name))

    def action_import(self):
        """Write what was decided; rows without a decision follow the rules above them."""
        self._check_own()
        ready = self.filtered(lambda record: record.state == "ready")
        ready.sudo().write({"state": "importing", "done": 0, "ended_at": False})
        self._wake()
        return True

    def action_cancel(self):
        """Stop; what was written stays, the rest is left out."""
        self._check_own()
        running = self.filtered(lambda record: record.state in ("checking", "ready", "importing"))
        running.sudo().write({"state": "cancelled", "ended_at": fields.Datetime.now()})
        return True

    def action_resume(self):
        """Go on with a cancelled import where it stopped."""
        self._check_own()
        for record in self.filtered(lambda record: record.state == "cancelled"):
            unchecked = record.row_ids.filtered_domain([("status", "=", False)])
            record.sudo().state = "checking" if unchecked else "ready"
        self._wake()
        return True

    def action_open_rows(self):
        """The rows of one kind (context ``import_status`` or ``import_result``)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_import_row")
        domain = [("import_id", "=", self.id)]
        if status := self.env.context.get("import_status"):
            domain.append(("status", "in", status.split(",")))
        if result := self.env.context.get("import_result"):
            domain.append(("result", "in", result.split(",")))
        return {**action, "domain": domain, "context": {"create": False}}

    def action_open_records(self):
        """The cards that the import made or changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported records"),
            "res_model": self.model,
            "view_mode": "list,form",
            "domain": [("id", "in", self._imported_rows().mapped("res_id"))],
        }

    @api.autovacuum
    def _gc_rows(self):
        """Let go of the contents of old files; the fingerprints stay to know them again."""
        self.env.cr.execute(
            SQL(
                """UPDATE crm_dedup_import_row SET lines = NULL, vals = NULL
                    WHERE id IN (SELECT r.id FROM crm_dedup_import_row r
                                   JOIN crm_dedup_import i ON i.id = r.import_id
                                  WHERE r.lines IS NOT NULL AND i.state IN ('done', 'cancelled')
                                    AND i.ended_at < now() at time zone 'utc' - INTERVAL '90 days'
                                  LIMIT 50000)"""
            )
        )
        return self.env.cr.rowcount, 0
