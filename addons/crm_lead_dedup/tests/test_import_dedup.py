# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import DedupCommon

OPTIONS = {
    "has_headers": True,
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "date_format": "",
    "datetime_format": "",
    "skip": 0,
}
COLUMNS = ["name", "phone", "email", "city"]


class ImportCommon(DedupCommon):
    """A file with customers, brought by a sales manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._create_partner(
            name="Ольга Петренко", phone="+380501234567", email="olha.petrenko@example.com"
        )

    def _file(self, rows, columns=COLUMNS, model="res.partner"):
        """Odoo's own import record with a CSV file in it."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(rows)
        return self.env["base_import.import"].create(
            {
                "res_model": model,
                "file": text.getvalue().encode(),
                "file_name": "customers.csv",
                "file_type": "text/csv",
            }
        )

    def _check(self, rows, columns=COLUMNS, model="res.partner", options=()):
        """Hand a file over and let the check run to its end."""
        given = {**OPTIONS, **dict(options)}
        result = self._file(rows, columns, model).check_duplicates(columns, given)
        started = self.env["crm.dedup.import"].browse(result["action"]["res_id"])
        self._run(started, "checking")
        return started

    def _run(self, started, state):
        """What the cron does, slice by slice."""
        running = started.sudo()
        while running.state == state:
            (running._check_slice if state == "checking" else running._apply_slice)()

    def _import(self, started, **rules):
        started.write(rules)
        started.action_import()
        self._run(started, "importing")
        return started

    def _statuses(self, started):
        return started.row_ids.sorted("number").mapped("status")

    def _results(self, started):
        return started.row_ids.sorted("number").mapped("result")


@tagged("post_install", "-at_install")
class TestImportCheck(ImportCommon):
    """Before anything is written every row says whether it is new, there, doubtful or twice."""

    ROWS = [
        ["Petrenko Olha", "050 123-45-67", "olha.petrenko@example.com", "Kyiv"],
        ["Kovács Béla", "+36 30 123 4567", "bela.kovacs@example.hu", "Győr"],
        ["Béla Kovács", "+36 (30) 123-4567", "bela.kovacs@example.hu", ""],
    ]

    @users("user_sales_manager")
    def test_new_there_and_twice(self):
        started = self._check(self.ROWS)
        self.assertEqual(self._statuses(started), ["exists", "new", "inside"])
        first, _second, third = started.row_ids.sorted("number")
        self.assertEqual((first.match_model, first.match_id), ("res.partner", self.known.id))
        self.assertTrue(first.reason)
        self.assertEqual(third.same_as_row, 2)
        self.assertEqual(started.state, "ready")

    @users("user_sales_manager")
    def test_nothing_is_written_by_the_check(self):
        before = self.env["res.partner"].search_count([])
        self._check(self.ROWS)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    @users("user_sales_manager")
    def test_import_by_rule(self):
        started = self._import(self._check(self.ROWS))
        self.assertEqual(self._results(started), ["updated", "created", "unchanged"])
        self.assertEqual(self.known.city, "Kyiv", "an empty field is filled")
        self.assertEqual(self.known.name, "Ольга Петренко", "what was there stays")
        self.assertEqual(started.count_created, 1)
        self.assertEqual(started.state, "done")

    @users("user_sales_manager")
    def test_second_run_changes_nothing(self):
        self._import(self._check(self.ROWS))
        partners = self.env["res.partner"].search_count([])
        rows = self.env["crm.identifier"].search_count([])
        again = self._import(self._check(self.ROWS))
        self.assertLessEqual(set(self._results(again)), {"unchanged", "skipped"})
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(self.env["crm.identifier"].search_count([]), rows)

    @users("user_sales_manager")
    def test_rows_without_any_identifier_are_known_again(self):
        rows = [["Somebody", "", "", ""], ["Somebody", "", "", ""]]
        first = self._import(self._check(rows))
        self.assertEqual(self._results(first), ["created", "unchanged"])
        again = self._import(self._check(rows))
        self.assertEqual(self._results(again), ["skipped", "skipped"])

    @users("user_sales_manager")
    def test_overwrite_chosen_fields_keeps_the_old_number(self):
        started = self._check([["Olha P.", "0671112233", "olha.petrenko@example.com", "Lviv"]])
        row = started.row_ids
        row.chosen_action = "overwrite"
        self.assertEqual(row.match_id, self.known.id)
        started.column_ids.filtered(lambda column: column.path != "phone").is_overwritten = False
        self._import(started)
        self.assertEqual(self.known.phone, "0671112233")
        self.assertEqual(self.known.name, "Ольга Петренко", "not chosen")
        self.assertIn("+380501234567", self.known.identifier_ids.mapped("key"))

    @users("user_sales_manager")
    def test_history_is_kept_when_it_is_asked_for(self):
        """As on core's screen: off until somebody ticks it."""
        for number, options in enumerate([{}, {"tracking_disable": False}]):
            row = [self.known.name, f"+38067111223{number}", self.known.email, ""]
            started = self._check([row], options=options)
            before = self.known.message_ids
            self._import(started, exists_action="overwrite", doubtful_action="overwrite")
            self.flush_tracking()
            self.assertEqual(self.known.phone, row[1])
            tracked = (self.known.message_ids - before).tracking_value_ids.field_id.mapped("name")
            self.assertEqual("phone" in tracked, bool(options))

    @users("user_sales_manager")
    def test_another_number_of_the_file_is_kept(self):
        started = self._check([["Olha Petrenko", "0671112233", "olha.petrenko@example.com", ""]])
        self._import(started)
        self.assertEqual(self.known.phone, "+380501234567")
        self.assertIn("+380671112233", self.known.identifier_ids.mapped("key"))

    @users("user_sales_manager")
    def test_leads_of_known_customers_are_linked(self):
        started = self._check(
            [["Pump for the garden", "Olha Petrenko", "0501234567", "olha.petrenko@example.com"]],
            columns=["name", "contact_name", "phone", "email_from"],
            model="crm.lead",
        )
        self.assertEqual(started.row_ids.match_model, "res.partner")
        self.assertEqual(started.row_ids.action, "link")
        self._import(started)
        self.assertEqual(started.row_ids.result, "linked")
        lead = self.env["crm.lead"].browse(started.row_ids.res_id)
        self.assertEqual(lead.partner_id, self.known)

    @users("user_sales_manager")
    def test_a_bad_row_does_not_hold_up_the_others(self):
        started = self._check(
            [["Anna", "Nowhere Land"], ["Bence", "Hungary"]], columns=["name", "country_id"]
        )
        self.assertTrue(started.row_ids.sorted("number")[0].message)
        self._import(started)
        self.assertEqual(self._results(started), ["failed", "created"])

    @users("user_sales_manager")
    def test_a_refused_update_does_not_hold_up_the_others(self):
        known = [self._create_partner(name=f"P {n}", email=f"p{n}@x.example") for n in range(3)]
        columns = ["name", "email", "city"]
        started = self._check(
            [[c.name, c.email, f"City {n}"] for n, c in enumerate(known)], columns
        )

        def write(original, card, vals):
            if (city := vals.get("city")) == "City 1":
                raise ValidationError(city)
            return original(card, vals)

        with self._extended("res.partner", "write", write):
            self._import(started, exists_action="update_empty", doubtful_action="update_empty")
        self.assertEqual(self._results(started), ["updated", "failed", "updated"])
        self.assertEqual(started.row_ids.sorted("number")[1].message, "City 1")
        self.assertEqual([card.city for card in known], ["City 0", False, "City 2"])

    @users("user_sales_manager")
    def test_external_ids_name_the_card(self):
        rows = [["__import__.anna", "Anna Nagy"]]
        columns = ["id", "name"]
        self._import(self._check(rows, columns))
        again = self._check([["__import__.anna", "Anna Kiss"]], columns)
        self.assertEqual(again.row_ids.status, "exists")
        self._import(again, exists_action="overwrite")
        self.assertEqual(self.env.ref("__import__.anna").name, "Anna Kiss")

    @users("user_sales_manager")
    def test_cancel_and_resume(self):
        started = self._check(self.ROWS)
        started.action_cancel()
        self.assertEqual(started.state, "cancelled")
        started.action_resume()
        self.assertEqual(started.state, "ready")
        self.assertEqual(self._results(self._import(started))[1], "created")

    @users("user_sales_manager")
    def test_queries_do_not_grow_with_the_rows(self):
        def queries(count):
            rows = [[f"Person {n}", f"+38067{n:07}", f"p{n}@example.com", ""] for n in range(count)]
            action = self._file(rows).check_duplicates(COLUMNS, dict(OPTIONS))["action"]
            started = self.env["crm.dedup.import"].browse(action["res_id"]).sudo()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            started._check_slice()
            return self.env.cr.sql_log_count - before

        queries(3)  # caches
        self.assertLessEqual(queries(200), queries(20) + 2)


@tagged("post_install", "-at_install")
class TestImportRights(ImportCommon):
    """Who brought a file goes on with it, with his own rights."""

    @users("user_sales_leads")
    def test_only_rules_and_actions_can_be_set(self):
        started = self._check([["Anna", "+36301112233", "", ""]])
        with self.assertRaises(AccessError):
            started.write({"state": "done"})
        with self.assertRaises(AccessError):
            started.row_ids.write({"status": "exists"})
        started.row_ids.chosen_action = "skip"
        self._import(started)
        with self.assertRaises(UserError):
            started.row_ids.chosen_action = "create"

    def test_others_do_not_see_it(self):
        started = self.with_user_file("user_sales_leads")
        other = started.with_user(self.user_sales_salesman)
        self.assertFalse(other.search([("id", "=", started.id)]))
        with self.assertRaises(AccessError):
            other.row_ids.mapped("name")
        self.assertTrue(started.with_user(self.user_sales_manager).row_ids.mapped("name"))

    def with_user_file(self, login):
        user = self.env["res.users"].search([("login", "=", login)])
        self.env = self.env(user=user)
        started = self._check([["Anna", "+36301112233", "", ""]])
        self.env = self.env(user=1)
        return started

    @users("user_sales_salesman")
    def test_a_card_of_somebody_else_is_not_written(self):
        self._create_lead_of_manager()
        started = self._check(
            [["Garden pump", "Iryna Melnyk", "0507654321", "iryna.melnyk@example.com", "Kyiv"]],
            columns=["name", "contact_name", "phone", "email_from", "city"],
            model="crm.lead",
        )
        self.assertEqual(started.row_ids.status, "exists")
        self.assertNotIn("Iryna", started.row_ids.match_name)
        self._import(started)
        self.assertEqual(started.row_ids.result, "failed")

    def _create_lead_of_manager(self):
        return (
            self.env["crm.lead"]
            .sudo()
            .create(
                {
                    "name": "Pump",
                    "contact_name": "Iryna Melnyk",
                    "phone": "+380507654321",
                    "email_from": "iryna.melnyk@example.com",
                    "user_id": self.user_sales_manager.id,
                    "company_id": self.company.id,
                }
            )
        )

    @users("user_sales_manager")
    def test_other_models_are_refused(self):
        file = self._file([["x"]], columns=["name"], model="res.partner.category")
        self.assertTrue(file.check_duplicates(["name"], dict(OPTIONS))["messages"])
