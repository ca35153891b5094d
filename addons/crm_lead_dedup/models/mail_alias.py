# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailAlias(models.Model):
    """Looked for by core several times for each new lead."""

    _name = "mail.alias"
    _inherit = ["mail.alias", "crm.remembered.mixin"]
