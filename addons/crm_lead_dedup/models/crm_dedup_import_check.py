# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.models import fix_import_export_id_paths
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..tools import import_rows
from ..tools.api import link

# Rows compared in one slice: a few seconds at most, also beside a million cards.
CHECK_BATCH = 500
# Columns of a row that a slice of the check fills, and their types in PostgreSQL.
FOUND_COLUMNS = {
    "name": "text",
    "vals": "jsonb",
    "status": "text",
    "match_model": "text",
    "match_id": "int",
    "match_name": "text",
    "same_as_row": "int",
    "probability": "float8",
    "reason": "text",
    "message": "text",
}


class CrmDedupImport(models.Model):
    """The check: every row against the base, then the rows of the file against each other."""

    _inherit = "crm.dedup.import"

    def _check_slice(self):
        """Compare the next rows; when there are none left, the file with itself.

        :return: number of rows done, 0 when the check is over
        """
        self.ensure_one()
        Row = self.env["crm.dedup.import.row"]
        rows = Row.search(
            [("import_id", "=", self.id), ("status", "=", False)], limit=CHECK_BATCH, order="number"
        )
        if rows:
            self._store_found(rows, self._found(rows))
            self.done += len(rows)
        else:
            self._find_inside()
            self.write({"state": "ready", "done": self.total})
        return len(rows)

    def _as_importer(self):
        """The environment of who brought the file: his rights, company and language."""
        self.ensure_one()
        user = self.user_id
        return self.with_user(user).with_context(
            allowed_company_ids=self.company_id.ids,
            lang=user.lang,
            tz=user.tz,
            tracking_disable=(self.options or {}).get("tracking_disable", True),
        )

    def _loader(self):
        """The model to load into, with the options that were chosen in Odoo's import."""
        options = self.options or {}
        return self._as_importer().env[self.model].with_context(import_file=True, **options)

    def _found(self, rows):
        """``[dict of FOUND_COLUMNS, …]`` for rows, in their order."""
        values, messages, external = self._row_values(rows)
        engine = self._as_importer().env["crm.dedup.engine"]
        matches = engine.check_values(self.model, values)
        before = self._imported_before(rows)
        found = []
        for row, vals, told, known in zip(rows, values, matches, external, strict=True):
            verdict = import_rows.verdict(self.model, told)
            line = {
                **dict.fromkeys(FOUND_COLUMNS),
                "name": self._row_name(vals),
                "vals": vals,
                "message": messages.get(row.id),
                **self._verdict_columns(verdict),
            }
            if known:
                line |= self._card_columns("exists", known, self.env._("external ID"))
            elif row.id in before:
                line |= self._card_columns(
                    "done_before", before[row.id], self.env._("the same row was imported before")
                )
            found.append(line)
        return found

    def _verdict_columns(self, verdict):
        match = verdict.match
        if not match:
            return {"status": verdict.status}
        return {
            "status": verdict.status,
            "match_model": verdict.model,
            "match_id": verdict.res_id,
            "match_name": match["name"],
            "probability": match["probability"],
            "reason": self._reason(match),
        }

    @api.model
    def _reason(self, match):
        """The fields that speak for a match, the strongest first, in words."""
        speaking = sorted(
            (part for part in match["explanation"] if part["contribution"] > 0),
            key=lambda part: -part["contribution"],
        )
        return ", ".join(part["label"] for part in speaking[:3])

    @api.model
    def _card_columns(self, status, card, reason):
        return {
            "status": status,
            "match_model": card._name,
            "match_id": card.id,
            "match_name": card.display_name,
            "probability": 1.0,
            "reason": reason,
        }

    @api.model
    def _row_name(self, vals):
        names = (vals.get(name) for name in ("contact_name", "partner_name", "name", "email_from"))
        return next(filter(None, names), False) or vals.get("email") or vals.get("phone")

    def _row_values(self, rows):
        """Cells as values of the card.

        :return: (list of values, ``{row id: what Odoo says of unreadable cells}``, list of the
            cards named by an external or database ID)
        """
        messages, external = {}, []
        paths = [fix_import_export_id_paths(name) for name in self.import_fields]
        spans = [row for row in rows for _line in row.lines]
        loader = self._loader().with_context(import_cache=LRU(1024))
        lines = [line for row in rows for line in row.lines]

        def log(message):
            if "rows" in message:
                row = spans[message["rows"]["from"]]
                messages.setdefault(row.id, message["message"])

        values = []
        with self.env.cr.savepoint() as savepoint:
            converted = loader._convert_records(
                loader._extract_records(paths, lines, log=log), log=log, savepoint=savepoint
            )
            for database_id, external_id, vals, _info in converted:
                values.append({name: value for name, value in vals.items() if name != "id"})
                external.append(self._named_card(loader, database_id, external_id))
        return values, messages, external

    @api.model
    def _named_card(self, loader, database_id, external_id):
        if external_id:
            name = external_id if "." in external_id else f"__import__.{external_id}"
            card = self.env.ref(name, raise_if_not_found=False)
            return card if card and card._name == loader._name else None
        return loader.browse(database_id) if database_id else None

    def _imported_before(self, rows):
        """``{row id: the card an equal row was imported into}``, where the card is still there."""
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (r.id) r.id, o.res_id
                     FROM crm_dedup_import_row r
                     JOIN crm_dedup_import_row o ON o.fingerprint = r.fingerprint
                      AND o.result IN ('created', 'linked', 'updated', 'unchanged')
                    WHERE r.id = ANY(%s) ORDER BY r.id, o.id DESC""",
                rows.ids,
            )
        )
        cards = self._as_importer().env[self.model].with_context(active_test=False)
        there = cards.search([("id", "in", [res_id for _row, res_id in found])])
        by_id = {card.id: card for card in there}
        return {row_id: by_id[res_id] for row_id, res_id in found if res_id in by_id}

    def _store_found(self, rows, found):
        """Write what was found in one statement."""
        told = [{"id": row.id, **line} for row, line in zip(rows, found, strict=True)]
        self.env.cr.execute(
            SQL(
                """UPDATE crm_dedup_import_row r SET %s
                     FROM jsonb_to_recordset(%s::jsonb) AS f (id int, %s) WHERE r.id = f.id""",
                SQL(", ").join(SQL(f"{column} = f.{column}") for column in FOUND_COLUMNS),
                json.dumps(told, default=str),
                SQL(", ").join(SQL(f"{column} {kind}") for column, kind in FOUND_COLUMNS.items()),
            )
        )
        rows.invalidate_recordset()

    # ------------------------------------------------------------------
    # The file with itself
    # ------------------------------------------------------------------

    def _find_inside(self):
        """Mark the rows that an earlier row of the same file is the same as."""
        same = {**self._same_by_link(), **self._same_by_cells()}
        if not same:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE crm_dedup_import_row r
                      SET status = 'inside', same_as_row = f.first, match_model = NULL,
                          match_id = NULL, match_name = o.name, reason = f.reason
                     FROM unnest(%s::int[], %s::int[], %s::text[]) AS f (number, first, reason)
                     JOIN crm_dedup_import_row o ON o.import_id = %s AND o.number = f.first
                    WHERE r.import_id = %s AND r.number = f.number""",
                list(same),
                list(same.values()),
                [self.env._("the same as row %s", first) for first in same.values()],
                self.id,
                self.id,
            )
        )
        self.row_ids.invalidate_model()

    def _same_by_cells(self):
        """``{row number: first row with the same cells}``."""
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT number, first FROM (
                           SELECT number, status, min(number) OVER (PARTITION BY fingerprint) first
                             FROM crm_dedup_import_row WHERE import_id = %s) r
                        WHERE number > first AND status IN ('new', 'doubtful')""",
                    self.id,
                )
            )
        )

    def _same_by_link(self):
        """``{row number: first row that is the same for certain}`` among the rows not known."""
        rows = self.env.execute_query(
            SQL(
                """SELECT number, vals FROM crm_dedup_import_row
                    WHERE import_id = %s AND status IN ('new', 'doubtful') AND vals IS NOT NULL
                 ORDER BY number""",
                self.id,
            )
        )
        records = self._loader()._dedup_records_of_values([vals for _number, vals in rows])
        numbered = [
            {**record, "id": number} for (number, _vals), record in zip(rows, records, strict=True)
        ]
        # A worker of Odoo starts no processes.
        pairs = link(numbered, self.env["crm.dedup.rule"]._rules(), cores=1)
        return import_rows.repeated(
            (pair.left, pair.right)
            for pair in pairs
            if pair.tier == "automatic" and pair.relation == "duplicate"
        )
