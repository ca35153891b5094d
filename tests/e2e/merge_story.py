# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo's shell: cards with everything on them, dumps, merges and their undoing."""

import base64
import io
import itertools
import runpy

from PIL import Image

from odoo.modules import get_module_path
from odoo.tools import SQL

# The list that the add-on's own tests keep; its package would load the test framework.
TESTS = f"{get_module_path('crm_lead_dedup')}/tests"
LEFT_BEHIND = runpy.run_path(f"{TESTS}/left_behind.py")["LEFT_BEHIND"]
# Where the records of the other modules name a customer.
NAMED_BY = {
    "account.move": ("partner_id", "commercial_partner_id"),
    "account.move.line": ("partner_id",),
    "account.payment": ("partner_id",),
    "calendar.attendee": ("partner_id",),
    "crm.lead": ("partner_id",),
    "loyalty.card": ("partner_id",),
    "sale.order": ("partner_id", "partner_invoice_id", "partner_shipping_id"),
    "sms.sms": ("partner_id",),
    "survey.user_input": ("partner_id",),
}


def dump(env):
    """``{table: its rows as sorted texts}`` of the whole database."""
    env.flush_all()
    env.cr.precommit.run()
    env.flush_all()
    env.cr.execute(
        """SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')
              AND relnamespace = current_schema::regnamespace ORDER BY 1"""
    )
    tables = [row[0] for row in env.cr.fetchall()]
    found = {}
    for table in tables:
        env.cr.execute(SQL("SELECT t::text FROM %s t", SQL.identifier(table)))
        found[table] = sorted(row[0] for row in env.cr.fetchall())
    return found


def differences(before, after):
    """``{table: (rows gone, rows new)}`` where they are not allowed."""
    found = {}
    for table, rows in before.items():
        gone, new = set(rows) - set(after[table]), set(after[table]) - set(rows)
        if (gone or new) and (table not in LEFT_BEHIND or (table == "mail_message" and gone)):
            found[table] = (sorted(gone)[:3], sorted(new)[:3])
    return found


def picture(color):
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


class Story:
    """Makes customers and leads with orders, invoices, meetings, answers, messages, files."""

    def __init__(self, env):
        self.env = env
        self.numbers = itertools.count(1)
        if not env.company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", env.company)
        self.product = env["product.product"].create({"name": "Thing", "list_price": 10})
        self.survey = env["survey.survey"].create(
            {
                "title": "Survey",
                "question_and_page_ids": [(0, 0, {"title": "?", "question_type": "char_box"})],
            }
        )
        self.program = env["loyalty.program"].create({"name": "Club", "program_type": "loyalty"})
        self.tags = env["crm.tag"].create([{"name": f"Tag {number}"} for number in range(3)])

    def customer(self, **values):
        """A customer in the middle of business."""
        env, number = self.env, next(self.numbers)
        partner = env["res.partner"].create(
            {
                "name": f"Customer {number}",
                "is_company": True,
                "phone": f"+3630123456{number % 10}",
                "image_1920": picture("red" if number % 2 else "blue"),
                **values,
            }
        )
        env["res.partner"].create({"name": f"Contact {number}", "parent_id": partner.id})
        lead = self.lead(partner_id=partner.id)
        self._sell(partner, lead)
        self._talk(partner)
        env["res.partner.bank"].create({"partner_id": partner.id, "acc_number": f"A{number % 2}"})
        env["loyalty.card"].create(
            {"program_id": self.program.id, "partner_id": partner.id, "points": number}
        )
        env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": f"customer_{partner.id}",
                "model": "res.partner",
                "res_id": partner.id,
            }
        )
        partner.property_payment_term_id = env["account.payment.term"].search([], limit=1)
        return partner

    def lead(self, **values):
        """A lead with an activity, a meeting, a message and tags."""
        number = next(self.numbers)
        lead = self.env["crm.lead"].create(
            {
                "name": f"Lead {number}",
                "type": "opportunity",
                "email_from": f"lead{number}@x.example",
                "city": f"City {number}",
                "tag_ids": [(6, 0, self.tags[number % 3].ids)],
                **values,
            }
        )
        self._talk(lead)
        self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": "2026-01-05 10:00:00",
                "stop": "2026-01-05 11:00:00",
                "opportunity_id": lead.id,
            }
        )
        return lead

    def _sell(self, partner, lead):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "opportunity_id": lead.id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 2})],
            }
        )
        order.action_confirm()
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_line_ids": [(0, 0, {"product_id": self.product.id, "price_unit": 5})],
            }
        )
        invoice.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()

    def _talk(self, card):
        env = self.env
        card.message_post(body="Hello")
        card.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid)
        env["ir.attachment"].create(
            {"name": "file.txt", "raw": b"words", "res_model": card._name, "res_id": card.id}
        )
        env["rating.rating"].create(
            {"res_model_id": env["ir.model"]._get_id(card._name), "res_id": card.id, "rating": 5}
        )
        if card._name == "crm.lead":
            return
        env["sms.sms"].create({"number": card.phone, "body": "Hello", "partner_id": card.id})
        card.message_subscribe(card.ids)
        answer = self.survey._create_answer(partner=card)
        env["survey.user_input.line"].create(
            {
                "user_input_id": answer.id,
                "question_id": self.survey.question_ids.id,
                "answer_type": "char_box",
                "value_char_box": "yes",
            }
        )
        env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": "2026-01-05 10:00:00",
                "stop": "2026-01-05 11:00:00",
                "partner_ids": [(6, 0, card.ids)],
            }
        )


def names(env, partners):
    """``{(model, field): how many records name these customers}``, archived ones too."""
    return {
        (model, field): env[model]
        .with_context(active_test=False)
        .search_count([(field, "in", partners.ids)])
        for model, fields in NAMED_BY.items()
        for field in fields
    }


def merge(survivor, others, **choices):
    """Merge, as the review screen does."""
    return survivor.env["crm.dedup.engine"].merge(survivor, others, choices)


def undo(record):
    """Undo; there is nothing to decide."""
    record.action_undo()
    asked = [(row.table_name, row.column_name, row.present) for row in record.conflict_ids]
    assert not asked, asked
    assert record.state == "undone"
