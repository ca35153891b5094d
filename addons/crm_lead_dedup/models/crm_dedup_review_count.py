# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

ICONS = {
    "mail.activity": "fa-clock-o",
    "mail.message": "fa-comments-o",
    "ir.attachment": "fa-paperclip",
    "calendar.event": "fa-calendar",
    "crm.request": "fa-inbox",
    "crm.lead": "fa-star-o",
    "sale.order": "fa-shopping-cart",
    "account.move": "fa-file-text-o",
}
MESSAGES = ("email", "comment", "email_outgoing", "sms", "whatsapp_message")


class CrmDedupMergeMixin(models.AbstractModel):
    """What hangs on a card, counted for the head of its column."""

    _inherit = "crm.dedup.merge.mixin"

    def _review_counts(self):
        """``{card id: [{"name", "label", "icon", "count"}, …]}``: one query for all cards.

        Documents of whatever add-on refer to a card; those a reader's groups may see are counted,
        so that nobody merges the card with the forty orders into the empty one.
        """
        parts = self._review_pair_parts() + self._review_link_parts()
        rows = self.env.execute_query(
            SQL(
                "SELECT name, card, sum(number)::int FROM (%s) AS part GROUP BY name, card",
                SQL(" UNION ALL ").join(parts),
            )
        )
        counts = {}
        for name, card, number in sorted(rows, key=lambda row: (-row[2], row[0])):
            label = self.env["ir.model"]._get(name).name
            counts.setdefault(card, []).append(
                {"name": name, "label": label, "icon": ICONS.get(name, ""), "count": number}
            )
        return counts

    def _review_pair_parts(self):
        """Messages, open activities and files, which name a model and an id."""
        return [
            SQL(
                """SELECT 'mail.message' AS name, res_id AS card, count(*) AS number
                     FROM mail_message WHERE model = %s AND res_id = ANY(%s)
                      AND message_type = ANY(%s) GROUP BY res_id""",
                self._name, self.ids, list(MESSAGES),
            ),
            SQL(
                """SELECT 'mail.activity', res_id, count(*) FROM mail_activity
                    WHERE res_model = %s AND res_id = ANY(%s) AND active GROUP BY res_id""",
                self._name, self.ids,
            ),
            SQL(
                """SELECT 'ir.attachment', res_id, count(*) FROM ir_attachment
                    WHERE res_model = %s AND res_id = ANY(%s) AND res_field IS NULL
                    GROUP BY res_id""",
                self._name, self.ids,
            ),
        ]  # fmt: skip

    def _review_link_parts(self):
        """Documents that refer to a card by an indexed field."""
        return [
            SQL(
                "SELECT %s, %s, count(*) FROM %s WHERE %s = ANY(%s) GROUP BY %s",
                model, SQL.identifier(name), SQL.identifier(self.env[model]._table),
                SQL.identifier(name), self.ids, SQL.identifier(name),
            )
            for model, name in self._review_counted_links()
            if self.env[model].has_access("read")
        ]  # fmt: skip

    @api.model
    def _review_counted_links(self):
        """``[(model, field), …]`` of documents that belong to a card; a hook for others.

        By default one indexed link of every document that people discuss (orders, invoices,
        tasks, deals …) and of requests.
        """
        thread = self.pool["mail.thread"]
        links = {}
        for model in self.pool.values():
            is_document = issubclass(model, thread) or model._name == "crm.request"
            if model._abstract or model._transient or not model._auto or not is_document:
                continue
            for name, field in model._fields.items():
                named = field.type == "many2one" and field.comodel_name == self._name
                # Who wrote or follows is not what hangs on a card; the card itself is no document.
                if named and field.store and field.index and model._name != self._name:
                    links.setdefault(model._name, name)
        links.pop("res.users", None)
        return sorted(links.items())
