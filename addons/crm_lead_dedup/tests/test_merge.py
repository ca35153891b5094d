# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from .merging import MergeCommon


class TestMerge(MergeCommon):
    def test_lead_and_back(self):
        """Two leads become one with all that belongs to them, and two again."""
        keep = self._create_lead(name="Keep", phone="+380501234567", email_from="a@x.example")
        gone = self._create_lead(
            name="Gone",
            phone="+380507654321",
            email_from="b@x.example",
            website="https://x.example",
        )
        gone.message_post(body="Hello")
        gone.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)
        gone.tag_ids = self.env["crm.tag"].create({"name": "T"})
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(gone.merged_into_id, keep)
        self.assertFalse(gone.active)
        self.assertEqual(keep.website, "https://x.example")
        self.assertEqual(keep.tag_ids.name, "T")
        self.assertEqual(len(keep.activity_ids), 1)
        self.assertIn("b@x.example", keep.identifier_ids.mapped("value"))
        self.assertEqual(keep.email_from, "a@x.example")
        merge.action_undo()
        self.assertEqual(merge.state, "undone")
        self.assertSameDump(before, self._dump())

    def test_partner_and_back(self):
        """Two customers, with contacts and leads, become one and two again."""
        keep = self._create_partner(name="Keep", is_company=True)
        gone = self._create_partner(
            name="Gone", is_company=True, email="b@x.example", comment="<p>words</p>"
        )
        child = self._create_partner(name="Child", parent_id=gone.id)
        lead = self._create_lead(partner_id=gone.id)
        gone.message_post(body="Hello")
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(child.parent_id, keep)
        self.assertEqual(child.commercial_partner_id, keep)
        self.assertEqual(lead.partner_id, keep)
        self.assertEqual(keep.email, "b@x.example")
        self.assertFalse(gone.active)
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_own_company_stays(self):
        """The card of a company of this database is never merged into another one."""
        keep = self._create_partner()
        with self.assertRaises(UserError):
            self._merge(keep, self.company.partner_id)
