# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController


class MergedMailController(MailController):
    """Links in letters to a card that was merged open the one that stands for it."""

    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        if model and res_id:
            res_id = request.env["crm.dedup.engine"].sudo()._stands_for(model, int(res_id))
        return super()._redirect_to_record(model, res_id, access_token=access_token, **kwargs)
