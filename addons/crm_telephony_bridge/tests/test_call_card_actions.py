# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestCallCardActions(CardCommon):
    """T1, T5: what is made of a caller while one talks."""

    def setUp(self):
        super().setUp()
        self.desk = self.env["telephony.call"].with_user(self.agent)

    def test_unknown_number_in_one_click(self):
        """Contact and lead with the number, both mine; twice is once."""
        call = self._ring()
        action = self.desk.card_create(call.id, "Taras")
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual(call.lead_id, lead)
        self.assertEqual((lead.partner_id.name, lead.user_id), ("Taras", self.agent))
        self.assertEqual(lead.phone_sanitized, "+380671112233")
        self.assertEqual(lead.partner_id.phone_sanitized, "+380671112233")
        self.assertEqual(lead.medium_id, self.env.ref("utm.utm_medium_phone"))
        again = self.desk.card_create(call.id, "Taras")
        self.assertEqual(again["res_id"], lead.id)

    def test_without_a_name(self):
        """The number stands for it."""
        call = self._ring()
        self.desk.card_create(call.id)
        self.assertEqual(call.partner_id.name, "+380 67 111 2233")

    def test_known_contact_gets_a_lead(self):
        """No second contact; its data stays."""
        known = self._create_partner(phone="0671112299")
        call = self._ring()
        self.desk.card_attach(call.id, "res.partner", known.id)
        self.desk.card_create(call.id)
        self.assertEqual(call.lead_id.partner_id, known)
        self.assertEqual(known.phone_sanitized, "+380671112299")

    def test_attach_remembers_the_number(self):
        """As a further one of the contact, once; not when it is the card's own."""
        for _time in range(2):
            self.desk.card_attach(self._ring().id, "res.partner", self.contact_1.id)
        numbers = self.env["telephony.number"].search([("partner_id", "=", self.contact_1.id)])
        self.assertEqual(numbers.mapped("number"), ["+380671112233"])
        own = self.env["res.partner"].create(
            {"name": "Own", "phone": "+380671112233", "country_id": self.ukraine.id}
        )
        call = self._ring()
        self.desk.card_attach(call.id, "res.partner", own.id)
        self.assertEqual(call.partner_id, own)
        self.assertFalse(self.env["telephony.number"].search([("partner_id", "=", own.id)]))

    def test_attach_to_a_lead(self):
        """With its contact."""
        lead = self.env["crm.lead"].create(
            {"name": "Desks", "partner_id": self.contact_1.id, "user_id": self.agent.id}
        )
        call = self._ring()
        self.desk.card_attach(call.id, "crm.lead", lead.id)
        self.assertEqual((call.lead_id, call.partner_id), (lead, self.contact_1))
        self.assertEqual(
            self.env["telephony.number"].search([("lead_id", "=", lead.id)]).number,
            "+380671112233",
        )

    def test_attach_only_to_what_one_sees(self):
        """Nor to other kinds of records."""
        lead = self._create_lead(name="Other's")
        call = self._ring()
        with self.assertRaises(AccessError):
            self.desk.card_attach(call.id, "crm.lead", lead.id)
        with self.assertRaises(UserError):
            self.desk.card_attach(call.id, "res.users", self.agent.id)

    def test_note(self):
        """Written down while it is said."""
        call = self._ring()
        self.desk.card_note(call.id, "wants 20 desks")
        self.assertEqual(call.note, "wants 20 desks")

    def test_only_those_whose_call_it_is(self):
        """Nobody writes on a colleague's call."""
        call = self._ring(("101",))
        for work in (self.desk.card_create, self.desk.card_note, self.desk.card_finish):
            with self.subTest(work=work.__name__), self.assertRaises(AccessError):
                work(call.id, False)

    @users("user_sales_salesman")
    def test_roles_of_dialling_rules(self):
        """Salespeople obey the rules, managers write them."""
        rules = self.env["telephony.dialling.rule"]
        self.assertFalse(rules.has_access("read"))
        self.assertTrue(rules.with_user(self.user_sales_manager).has_access("create"))


@tagged("post_install", "-at_install")
class TestCallFinish(CardCommon):
    """T4: result, note, next step and stage in one go."""

    def _had(self, **values):
        """A call the agent just had."""
        call = self._ring(**values)
        self._answer(call)
        self._end(call)
        return call

    def _wanted(self):
        """The agent's team wants every call described."""
        self.agent.sale_team_id.call_finish_required = True
        return self._had()

    def _form(self, call, **values):
        result = self.env.ref("crm_telephony_bridge.result_agreed")
        form = self.env["telephony.call.finish"].with_user(self.agent)
        return form.create({"call_id": call.id, "result_id": result.id, **values})

    def test_what_a_team_wants(self):
        """Required where the team says so, offered elsewhere; missed ones are not asked after."""
        self.assertEqual(self._had().finish_state, "open")
        required = self._wanted()
        self.assertEqual(required.finish_state, "required")
        missed = self._ring()
        self._end(missed, "missed")
        self.assertFalse(missed.finish_state)
        self.agent.sale_team_id.call_finish_required = False
        self.env.invalidate_all()
        self.assertEqual(required.finish_state, "required")

    def test_unfinished_are_counted_and_listed(self):
        """Mine only, until I say what came of them."""
        call = self._wanted()
        desk = self.env["telephony.call"].with_user(self.agent)
        self.assertEqual(desk.open_cards()["unfinished"], 1)
        self.assertEqual(desk.with_user(self.colleague).open_cards()["unfinished"], 0)
        result = self.env.ref("crm_telephony_bridge.result_interested")
        with self.assertRaises(UserError):
            desk.card_finish(call.id, False, "agreed")
        with self._bus() as told:
            self.assertEqual(desk.card_finish(call.id, result.id, "agreed"), 0)
        self.assertEqual((call.finish_state, call.result_id, call.note), ("done", result, "agreed"))
        payload = {"call_id": call.id, "unfinished": 0}
        self.assertIn((self.agent.partner_id, "crm_telephony_bridge.finished", payload), told)

    def test_nobody_gets_round_it(self):
        """Finished is what has a result, not what says so."""
        call = self._wanted()
        with self.assertRaises(UserError):
            call.with_user(self.agent).write({"finish_state": "done"})

    def test_everything_in_one_go(self):
        """Result, note, a call in the diary, stage."""
        deal = self.env["crm.lead"].create(
            {"name": "Desks", "partner_id": self.contact_1.id, "user_id": self.agent.id}
        )
        call = self._had()
        call.partner_id = self.contact_1
        form = self._form(
            call,
            note="send drawings",
            next_step="call",
            next_date="2030-05-06",
            next_summary="Ask about drawings",
        )
        self.assertEqual(form.lead_id, deal)
        form.stage_id = self.stage_gen_1
        form.action_finish()
        self.assertEqual((call.finish_state, call.lead_id, call.note), ("done", deal, form.note))
        self.assertEqual(call.meeting_planned, "no")
        self.assertEqual(deal.stage_id, self.stage_gen_1)
        activity = deal.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref("mail.mail_activity_data_call"))
        self.assertEqual(
            (str(activity.date_deadline), activity.user_id), ("2030-05-06", self.agent)
        )

    def test_a_meeting(self):
        """In the calendar of both, and nobody is written to by that."""
        call = self._had()
        call.partner_id = self.contact_1
        mails = self.env["mail.mail"].search_count([])
        self._form(call, next_step="meeting", next_at="2030-05-06 09:00:00").action_finish()
        meeting = self.env["calendar.event"].search([("start", "=", "2030-05-06 09:00:00")])
        self.assertEqual(meeting.partner_ids, self.agent.partner_id | self.contact_1)
        self.assertEqual(call.meeting_planned, "yes")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_a_next_step_needs_a_place(self):
        """An unknown caller can be finished, but nothing planned with him."""
        call = self._had()
        with self.assertRaises(UserError):
            self._form(call, next_step="task").action_finish()
        self._form(call).action_finish()
        self.assertEqual(call.finish_state, "done")

    def test_only_ones_own_form(self):
        """A form on a colleague's call finishes nothing."""
        call = self._had()
        form = self._form(call).sudo()
        call.write({"user_id": self.colleague.id})
        call.leg_ids.write({"user_id": self.colleague.id})
        with self.assertRaises(AccessError):
            form.with_user(self.agent).action_finish()
