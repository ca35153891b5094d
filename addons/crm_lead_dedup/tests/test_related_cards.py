# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestRelatedCards(DeskCommon):
    """Who else a request may be about, and who may see that."""

    def test_archived_cards_are_shown(self):
        """B's lost lead is a related card like any other."""
        lost = self._own_lead(email_from="bob@ray.example", contact_name="Bob Ray")
        lost.action_set_lost()
        self.assertFalse(lost.active)
        ann = self._own_lead(phone="+380501119901", contact_name="Ann Lee")
        request = self._receive(self.door, phone="050 111 99 01", email="bob@ray.example")
        self.assertEqual(request.lead_id, ann)
        request.invalidate_recordset()
        self.assertEqual(request.related_lead_ids, lost)
        mine = request.with_user(self.user_sales_manager)
        [values] = mine.web_read({"related_lead_ids": {"fields": {"name": {}}}})
        self.assertEqual([row["id"] for row in values["related_lead_ids"]], lost.ids)

    def test_wizards_show_no_foreign_request(self):
        """Naming a request in a wizard of one's own does not make it readable."""
        far = self._create_lead(phone="+380501119902")
        request = self._receive(self.door, phone="050 111 99 02", message="confidential words")
        request.user_id = far.user_id
        self.assertEqual(request.lead_id, far)
        self.env.invalidate_all()
        for model in ("crm.request.attach", "crm.request.detach"):
            wizards = self.env[model].with_user(self.user_sales_salesman)
            with self.assertRaises(AccessError):
                wizards.create({"request_ids": request.ids})
            shown = {name: {} for name in wizards._fields}
            try:
                told = str(
                    wizards.onchange(
                        {"request_ids": [Command.link(request.id)]}, ["request_ids"], shown
                    )
                )
            except AccessError as error:
                told = str(error)
            for word in ("confidential", "99 02", "9902", far.name):
                with self.subTest(model=model, word=word):
                    self.assertNotIn(word, told)
