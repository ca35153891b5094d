# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common_assignment import AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignmentClaim(AssignmentCommon):
    """The claim list, and the queue of the leader."""

    def _claim(self, leads, user):
        """Press the button as somebody; return what he is told."""
        action = leads.with_user(user).action_claim()
        self.env.invalidate_all()
        return action["params"]

    def test_claim(self):
        """The first has it, the second is told so."""
        self._create_scheme("claim")
        lead = self._create_leads()
        self.assertEqual(self._claim(lead, self.ann)["type"], "success")
        self.assertEqual((lead.user_id, lead.team_id), (self.ann, self.team))
        told = self._claim(lead, self.bob)
        self.assertEqual((told["type"], told["message"]), ("warning", "Somebody else was faster."))
        self.assertEqual(lead.user_id, self.ann)

    def test_several_at_once(self):
        """Of several those are taken that are still free."""
        self._create_scheme("claim")
        leads = self._create_leads(3)
        self._claim(leads[1], self.bob)
        told = self._claim(leads, self.ann)
        self.assertEqual(told["message"], "2 leads are yours. Somebody else was faster.")
        self.assertEqual((leads[0] | leads[2]).user_id, self.ann)
        self.assertEqual(leads[1].user_id, self.bob)

    def test_only_for_the_people_of_the_list(self):
        """Who is not in the list takes nothing, and has nothing to take."""
        self._create_scheme("claim", self.ann)
        lead = self._create_leads()
        told = self._claim(lead, self.bob)
        self.assertEqual(told["message"], "These leads are for other people.")
        self.assertFalse(lead.user_id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.action_leads_to_claim"
        )
        for user, found in ((self.ann, lead), (self.bob, lead.browse())):
            domain = safe_eval(action["domain"], {"uid": user.id})
            self.assertEqual(self.env["crm.lead"].with_user(user).search(domain), found)

    def test_on_a_phone(self):
        """Where no list fits there are cards, each with its button."""
        for name, button in (("claim", "action_claim"), ("hand", "Give to…")):
            view = self.env.ref(f"crm_stage_automation.crm_lead_view_kanban_{name}")
            [action] = (
                self.env["ir.actions.act_window.view"]
                .search([("view_id", "=", view.id)], limit=1)
                .act_window_id
            )
            self.assertEqual(action.view_mode, "list,kanban,form")
            arch = self.env["crm.lead"].with_user(self.leader).get_view(view.id, "kanban")["arch"]
            self.assertIn(button, arch)

    def test_caps(self):
        """Nobody hoards."""
        self._create_scheme("claim", {self.ann: {"max_open": 2}})
        leads = self._create_leads(3)
        told = self._claim(leads, self.ann)
        self.assertEqual(len(leads.filtered("user_id")), 2)
        self.assertIn("You have as many leads as you may have.", told["message"])

    def test_what_is_not_offered(self):
        """Leads of other queues and of colleagues are not taken by a call from outside."""
        self._create_scheme("by_hand")
        lead = self._create_leads()
        theirs = self._create_leads(user_id=self.bob.id)
        self.assertEqual(self._claim(lead | theirs, self.ann)["type"], "warning")
        self.assertFalse(lead.user_id)
        self.assertEqual(theirs.user_id, self.bob)

    def test_another_company(self):
        """A lead of a company of which the user is none cannot be taken."""
        other = self.env["res.company"].create({"name": "Other"})
        self._create_scheme("claim")
        lead = self._create_leads(company_id=other.id)
        self.assertEqual(self._claim(lead, self.ann)["type"], "warning")
        self.assertFalse(lead.user_id)

    def test_leader_gives(self):
        """The leader gives leads to somebody, who is told once, and stays in the team."""
        leader = self._create_user("lea")
        self.team.user_id = leader
        self._create_scheme("by_hand")
        leads = self._create_leads(2)
        self._assign()
        context = {"active_model": "crm.lead", "active_ids": leads.ids}
        form = Form(self.env["crm.lead.give"].with_user(leader).with_context(**context))
        form.user_id = self.cid
        with self.mock_mail_app():
            form.save().action_give()
        self.assertEqual(leads.user_id, self.cid)
        self.assertEqual(leads.team_id, self.team)
        told = self._told(self.cid)
        self.assertEqual(len(told), 1)
        self.assertEqual(leads.mapped("assignment_state"), [False] * 2)
        self.assertEqual(leads.mapped("assignment_reason"), [False] * 2)

    def test_others_give_nothing(self):
        """Who neither leads the team nor sees all leads gives none of it away."""
        self._create_scheme("by_hand")
        leads = self._create_leads()
        give = self.env["crm.lead.give"].with_user(self.ann)
        dialog = give.create({"lead_ids": [(6, 0, leads.ids)], "user_id": self.ann.id})
        with self.assertRaises(AccessError):
            dialog.action_give()
        with self.assertRaises(AccessError):
            dialog.with_user(self.bob).read(["user_id"])

    def test_customers_are_given_nothing(self):
        """A portal user is nobody to work on a deal, whoever sends his id."""
        leads = self._create_leads()
        portal = self._create_user("portal", "base.group_portal")
        with self.assertRaises(ValidationError):
            self.env["crm.lead.give"].create(
                {"lead_ids": [(6, 0, leads.ids)], "user_id": portal.id}
            )
