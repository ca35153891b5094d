# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at installation and when the add-on is taken away."""

from odoo.fields import Domain

# Cards and documents, of the demo too, are what people work with: they stay.
KEPT = ("res.partner", "crm.lead", "sale.order", "mail.activity")


def post_init_hook(env):
    """Ask for everybody's figures, without waiting for them."""
    env["crm.party.figure"]._mark_all()


def uninstall_hook(env):
    """Forget which cards came with the demo: Odoo would try to delete invoiced ones."""
    env["ir.model.data"].search(
        Domain("module", "=", "crm_counterparty") & Domain("model", "in", KEPT)
    ).unlink()
