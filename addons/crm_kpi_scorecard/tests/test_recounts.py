# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon
from .recounts import ELSEWHERE, RECOUNTS

MARCH = Period("month", date(2031, 3, 1))
NOW = "2031-03-28 15:00:00"


@tagged("post_install", "-at_install")
class TestRecounts(KpiCommon):
    """A desk of a quarter, made by chance but always the same, counted in two ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(7)
        cls.people = [cls.user_member, cls.user_mate, cls.user_leader, None]
        cls.leads = cls._make_leads(150)
        cls._make_talk()
        cls._make_orders(40)
        cls._make_books(30)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _moment(cls, first=date(2031, 1, 5), days=100):
        begin = datetime.combine(first, datetime.min.time())
        return begin + timedelta(seconds=cls.dice.randrange(days * 86400))

    @classmethod
    def _make_leads(cls, count):
        """A third is won, a third lost, some are plain leads, some are archived."""
        reasons = cls.env["crm.lost.reason"].create([{"name": "Price"}, {"name": "Time"}])
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Recounted {number}",
                    "type": cls.dice.choice(["lead", "opportunity", "opportunity"]),
                    "company_id": cls.company.id,
                    "user_id": (person := cls.dice.choice(cls.people)) and person.id,
                    "team_id": cls.team_kpi.id,
                    "stage_id": cls.stage_gen_1.id,
                    "expected_revenue": cls.dice.randrange(0, 100000) / 100,
                }
                for number in range(count)
            ]
        )
        for number, lead in enumerate(leads):
            made = cls._moment()
            decided = made + timedelta(days=cls.dice.randrange(40))
            with freeze_time(decided):
                if number % 3 == 0:
                    lead.action_set_won()
                elif number % 3 == 1:
                    lead.action_set_lost(lost_reason_id=cls.dice.choice(reasons).id)
                elif number % 10 == 2:
                    lead.action_archive()
            lead.flush_recordset()
            cls.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s, date_opened = CASE WHEN type ="
                " 'opportunity' THEN %s::timestamp END WHERE id = %s",
                [made, made, lead.id],
            )
        cls.env.invalidate_all()
        return leads

    @classmethod
    def _make_talk(cls):
        """Logged calls, letters, notes, meetings, planned activities."""
        call = cls.env["mail.activity.type"].search([("category", "=", "phonecall")], limit=1)
        said, noted = cls.env.ref("mail.mt_comment"), cls.env.ref("mail.mt_note")
        authors = [user.partner_id.id for user in cls.people if user]
        values = []
        for lead in cls.leads:
            for _time in range(cls.dice.randrange(4)):
                kind = cls.dice.choice(["call", "letter", "note"])
                values.append(
                    {
                        "model": "crm.lead",
                        "res_id": lead.id,
                        "message_type": "comment",
                        "author_id": cls.dice.choice(authors),
                        "date": lead.create_date + timedelta(hours=cls.dice.randrange(-9, 99)),
                        "subtype_id": (noted if kind == "note" else said).id,
                        "mail_activity_type_id": call.id if kind == "call" else False,
                    }
                )
        cls.env["mail.message"].create(values)
        cls.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            [
                {
                    "name": "Meeting",
                    "start": (begin := cls._moment()),
                    "stop": begin + timedelta(hours=1),
                    "opportunity_id": cls.dice.choice(cls.leads).id,
                    "partner_ids": [Command.clear()],
                }
                for _number in range(60)
            ]
        )
        for lead in cls.leads[2::6]:
            lead.activity_schedule(activity_type_id=call.id)

        # Calls that core logs are counted where no exchange tells them.
        cls.env.cr.execute("SELECT to_regclass('telephony_call')")
        if cls.env.cr.fetchone()[0]:
            cls.env.cr.execute("DELETE FROM telephony_call")

    @classmethod
    def _make_orders(cls, count):
        """Orders of one to three lines, some with discounts, some not confirmed."""
        products = cls.env["product.product"].create(
            [{"name": f"Product {number}", "taxes_id": [Command.clear()]} for number in range(5)]
        )
        orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.contact_1.id,
                    "company_id": cls.company.id,
                    "user_id": (person := cls.dice.choice(cls.people)) and person.id,
                    "team_id": cls.team_kpi.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.dice.choice(products).id,
                                "product_uom_qty": cls.dice.randrange(1, 9),
                                "price_unit": cls.dice.randrange(10, 500),
                                "discount": cls.dice.choice([0, 0, 10, 25, 100]),
                                "tax_ids": [Command.clear()],
                            }
                        )
                        for _line in range(cls.dice.randrange(1, 4))
                    ],
                }
                for _number in range(count)
            ]
        )
        orders.flush_recordset()
        for number, order in enumerate(orders):
            state = "draft" if number % 5 == 0 else "sale"
            cls.env.cr.execute(
                "UPDATE sale_order SET state = %s, date_order = %s WHERE id = %s",
                [state, cls._moment(), order.id],
            )
            cls.env.cr.execute(
                "UPDATE sale_order_line SET state = %s WHERE order_id = %s", [state, order.id]
            )

    @classmethod
    def _make_books(cls, count):
        """Payments of customers with no, one and two tags, and invoices that are due."""
        tags = cls.env["res.partner.category"].create([{"name": "Shops"}, {"name": "Schools"}])
        customers = [
            cls.env["res.partner"].create({"name": f"Payer {number}", "category_id": some.ids})
            for number, some in enumerate((tags[:0], tags[:1], tags))
        ]
        journal = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "in", ("bank", "cash", "general"))],
            limit=1,
        )
        if not journal:
            journal = cls.env["account.journal"].create(
                {"name": "Any", "code": "ANY", "type": "general", "company_id": cls.company.id}
            )
        common = [journal.id, cls.company.id, cls.company.currency_id.id]
        for _number in range(count):
            amount = cls.dice.randrange(1, 90000) / 100
            cls.env.cr.execute(
                "INSERT INTO account_payment (journal_id, company_id, currency_id, payment_type,"
                " partner_type, state, partner_id, amount, date)"
                " VALUES (%s, %s, %s, %s, 'customer', %s, %s, %s, %s)",
                [
                    *common,
                    cls.dice.choice(["inbound", "inbound", "outbound"]),
                    cls.dice.choice(["paid", "in_process", "draft"]),
                    cls.dice.choice(customers).id,
                    amount,
                    cls._moment().date(),
                ],
            )
            cls.env.cr.execute(
                "INSERT INTO account_move (journal_id, company_id, currency_id, move_type, state,"
                " payment_state, auto_post, date, invoice_date_due, amount_residual_signed,"
                " invoice_user_id)"
                " VALUES (%s, %s, %s, 'out_invoice', %s, %s, 'no', %s, %s, %s, %s)",
                [
                    *common,
                    cls.dice.choice(["draft", "posted", "posted"]),
                    cls.dice.choice(["not_paid", "partial", "paid"]),
                    "2031-01-01",
                    cls._moment().date(),
                    amount,
                    (person := cls.dice.choice(cls.people)) and person.id,
                ],
            )

    def _figures(self, kpi, level):
        """What the engine says, by the subject's id."""
        found = kpi._kpi_figures([MARCH], [level], self.company)
        return {
            key.subject[0]: float(value)
            for (_kpi, key), figure in found.items()
            if (value := kpi._kpi_scaled(figure)) is not None and figure.sample
        }

    def _recounted(self, query):
        begin, end = MARCH.bounds("UTC")
        values = {"begin": begin, "end": end, "company": self.company.id, "now": NOW}
        self.env.cr.execute(query, values)
        return {number: float(value) for number, value in self.env.cr.fetchall() if value}

    def test_every_kpi(self):
        """Each shipped KPI tells what its recount tells, of the same subjects."""
        shipped = self.env["crm.kpi.definition"].search([("company_id", "=", False)])
        ours = shipped.filtered(lambda kpi: kpi.get_external_id()[kpi.id].startswith("crm_kpi_"))
        self.assertEqual(set(ours.mapped("code")), set(RECOUNTS) | ELSEWHERE)
        for code, (level, query) in RECOUNTS.items():
            kpi = ours.filtered(lambda each, code=code: each.code == code)
            with self.subTest(code=code), freeze_time(NOW):
                told = {key: value for key, value in self._figures(kpi, level).items() if value}
                recounted = self._recounted(query)
                self.assertGreater(len(recounted), 1, "the base says nothing of this KPI")
                self.assertEqual(told.keys(), recounted.keys())
                for key, value in recounted.items():
                    self.assertAlmostEqual(told[key], value, 6)
