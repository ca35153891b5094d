# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_farewell_survey.tests.common import FarewellCommon


@tagged("post_install", "-at_install")
class TestStock(FarewellCommon):
    """A deal with an order of two pieces."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"event": "delivered", "on_delivery": True})
        cls.product = cls.env["product.product"].create(
            {"name": "Chair", "type": "consu", "is_storable": True}
        )
        cls.deal = cls._create_lead()
        cls.order = cls._create_order()

    @classmethod
    def _create_order(cls):
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.deal.partner_id.id,
                "opportunity_id": cls.deal.id,
                "order_line": [
                    (0, 0, {"product_id": cls.product.id, "product_uom_qty": 2, "price_unit": 9})
                ],
            }
        )
        order.action_confirm()
        return order

    def _deliver(self, order, quantity=2):
        """Deliver some; the rest stays open."""
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()

    def test_all_delivered(self):
        """The last delivery plans a letter about the deal."""
        self._deliver(self.order)
        invitation = self._invitations(self.deal)
        self.assertEqual((invitation.event, invitation.policy_id), ("delivered", self.policy))

    def test_part_of_it(self):
        """A part plans nothing, the rest does, once."""
        self._deliver(self.order, 1)
        self.assertFalse(self._invitations(self.deal))
        self._deliver(self.order, 1)
        self.assertEqual(len(self._invitations(self.deal)), 1)

    def test_all_orders(self):
        """All orders of a deal are waited for."""
        other = self._create_order()
        self._deliver(self.order)
        self.assertFalse(self._invitations(self.deal))
        self._deliver(other)
        self.assertEqual(len(self._invitations(self.deal)), 1)

    def test_policy_without_goods(self):
        """A policy of a stage does not look at goods, and one of goods at no stage."""
        self.policy.on_delivery = False
        self._deliver(self.order)
        self.assertFalse(self._invitations(self.deal))
        self.policy.on_delivery = True
        self.deal.stage_id = self.stage_team1_2
        self.assertFalse(self._invitations(self.deal))

    def test_by_the_warehouse(self):
        """Who delivers needs no rights in sales."""
        keeper = self.env["res.users"].create(
            {
                "name": "Keeper",
                "login": "keeper",
                "group_ids": [(6, 0, self.env.ref("stock.group_stock_user").ids)],
            }
        )
        self._deliver(self.order.with_user(keeper).sudo().with_user(keeper).sudo())
        self.assertEqual(len(self._invitations(self.deal)), 1)
