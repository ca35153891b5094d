# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailAliasDomain(models.Model):
    """Looked for by core several times for each new lead."""

    _name = "mail.alias.domain"
    _inherit = ["mail.alias.domain", "crm.remembered.mixin"]
