# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .runner import RunnerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-02 23:30:00")
class TestStepValue(RunnerCommon):
    """Steps that set a field: chosen by managers, checked when saved, written as responsible."""

    def _step(self, field, value, **values):
        return self._create_step("set_field", field_name=field, field_value=value, **values)

    def _set(self, *values, lead=None):
        """Run steps that set (field, value); return the deal."""
        lead = lead or self._create_lead()
        for field, value in values:
            self._create_jobs(self._step(field, value), lead)
        self._run()
        return lead

    def test_values(self):
        """A value of each type."""
        tag = self.env["crm.tag"].create({"name": "Tag"})
        lead = self._set(
            ("expected_revenue", "12.5"),
            ("date_deadline", "2026-02-01"),
            ("tag_ids", str(tag.id)),
            ("referred", "Anna"),
            ("color", "3"),
            ("priority", "2"),
            ("team_id", False),
        )
        self.assertEqual((lead.expected_revenue, lead.tag_ids, lead.referred), (12.5, tag, "Anna"))
        self.assertEqual((lead.date_deadline, lead.color), (date(2026, 2, 1), 3))
        self.assertEqual(lead.priority, "2")
        self.assertFalse(lead.team_id)

    def test_days_later(self):
        """A date counted from when the step is done, by the day of the responsible user."""
        self.assertEqual(self._set(("date_deadline", "+7")).date_deadline, date(2026, 1, 10))
        self.patch(self.env["crm.lead"]._fields["date_closed"], "readonly", False)
        lead = self._set(("date_closed", "+1"))
        self.assertEqual(lead.date_closed, datetime(2026, 1, 3, 23, 30))

    def test_refused_when_saved(self):
        """What is no value, no field, or must not be empty is said at once and clearly."""
        for field, value, told in (
            ("priority", "9", "“9” is no value of “Priority”"),
            ("color", "red", "“red” is no value of “Color Index”"),
            ("team_id", "0", "“0” is no value of “Sales Team”"),
            ("date_deadline", "+x", "“+x” is no value of “Expected Closing”"),
            ("name", "", "“” is no value of “Opportunity”"),
            ("create_date", "2026-01-01", "choose the field"),
            ("nothing", "1", "choose the field"),
        ):
            with self.subTest(field), self.assertRaises(ValidationError) as refused:
                self._step(field, value)
            self.assertIn(told, str(refused.exception))

    def test_chosen_by_managers(self):
        """Who edits playbooks may not read the list of fields, and chooses one all the same."""
        manager = self.leader
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            self.env["ir.model.fields"].with_user(manager).name_search("Priority")
        rule = self._create_rule({})
        with Form(
            rule.step_ids.browse().with_user(manager).with_context(default_rule_id=rule.id)
        ) as form:
            form.name = "Important"
            form.kind = "set_field"
            form.field_name = "color"
            form.field_value = "3"
            form.field_name = "priority"
            self.assertFalse(form.field_value)
            form.field_value = "3"
        step = form.record
        self.assertEqual((step.sudo().field_id.name, step.value_words), ("priority", "Very High"))
        with Form(step.with_user(manager)) as form:
            self.assertEqual((form.field_name, form.field_value), ("priority", "3"))
            form.field_value = "2"
        self.assertEqual((step.sudo().field_id.name, step.field_value), ("priority", "2"))

    def test_date_of_a_rule_chosen_by_managers(self):
        """So is the date of a rule."""
        rules = self.env["crm.playbook.rule"].with_user(self.leader)
        with Form(rules.with_context(default_playbook_id=self.playbook.id)) as form:
            form.name = "Before the end"
            form.trigger = "date"
            form.date_field_name = "date_deadline"
        self.assertEqual(form.record.sudo().date_field_id.name, "date_deadline")
        form.record.date_field_name = "date_open"
        self.assertEqual(form.record.sudo().date_field_id.name, "date_open")

    def test_words(self):
        """On the board the value stands as people say it."""
        step = self._step("team_id", str(self.sales_team_1.id))
        words = [step._what_words()]
        for field, value in (
            ("priority", "1"),
            ("date_deadline", "+7"),
            ("active", "1"),
            ("active", "0"),
            ("referred", "Anna"),
            ("team_id", False),
        ):
            step.write({"field_name": field, "field_value": value})
            words.append(step._what_words())
        self.assertEqual(
            words,
            [
                f"Sales Team: {self.sales_team_1.name}",
                "Priority: Medium",
                "Expected Closing: 7 days later",
                "Active: Yes",
                "Active: No",
                "Referred By: Anna",
                "Sales Team: –",
            ],
        )

    def test_a_record_that_is_gone(self):
        """What was deleted since is an error with its reason, not an empty field."""
        team = self.env["crm.team"].create({"name": "Gone"})
        lead = self._create_lead()
        job = self._create_jobs(self._step("team_id", str(team.id)), lead)
        team.unlink()
        self._run()
        self.assertEqual((job.state, lead.team_id), ("failed", self.sales_team_1))
        self.assertIn("is no value of “Sales Team”", job.error)

    def test_a_field_that_is_gone(self):
        """The app that brought the field was taken away: the step and the rule say so."""
        rule = self._create_rule(
            {}, trigger="date", stage_ids=False, date_field_name="date_deadline"
        )
        job = self._create_jobs(self._step("color", "1"), self._create_lead())
        self.env.flush_all()
        # As the database does when the row of the field goes.
        for record, name in ((job.step_id, "field_id"), (rule, "date_field_id")):
            self.assertEqual(record._fields[name].ondelete, "set null")
            table, column = (SQL.identifier(one) for one in (record._table, name))
            self.env.cr.execute(SQL("UPDATE %s SET %s = NULL", table, column))
        self.env.invalidate_all()
        self._run()
        self.assertEqual(job.state, "failed")
        self.assertIn("has no field to set", job.error)
        self.env["crm.playbook.rule"]._cron_dates()
        self.assertIn("choose a date", rule.error)

    def test_a_record_nobody_may_see(self):
        """No name of a record is told to who may not read it, nor is it set."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["crm.team"].create({"name": "Theirs", "company_id": other.id})
        step = self._step("team_id", False)
        with self.assertRaisesRegex(ValidationError, "is no value"):
            step.with_user(self.leader).field_value = str(theirs.id)

    def test_rights_of_editor_and_responsible(self):
        """Neither sets by a step what he may not write himself."""
        field = self.env["crm.lead"]._fields["referred"]
        step = self._step("color", "1")
        self.patch(field, "groups", "base.group_system")
        with self.assertRaisesRegex(ValidationError, "may not write “Referred By”"):
            step.with_user(self.leader).write({"field_name": "referred", "field_value": "x"})
        with self.assertRaisesRegex(ValidationError, self.leader.name):
            step.write({"field_name": "referred", "field_value": "x"})
        admin = self.env.ref("base.user_admin")
        step.rule_id.responsible_id = admin
        step.write({"field_name": "referred", "field_value": "x"})
        with self.assertRaisesRegex(ValidationError, "may not write"):
            step.rule_id.responsible_id = self.leader

    def test_runs_as_responsible(self):
        """A deal that the responsible user may only read is not written in his name."""
        reader = self.user_sales_salesman
        step = self._step("color", "1")
        step.rule_id.responsible_id = reader
        mine, far = self._create_lead(user_id=reader.id), self._create_lead()
        jobs = self._create_jobs(step, mine | far, run_as=reader.id)
        self._run()
        self.assertEqual(jobs.mapped("state"), ["done", "failed"])
        self.assertEqual((mine | far).mapped("color"), [1, 0])
