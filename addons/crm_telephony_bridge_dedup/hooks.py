# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def post_init_hook(env):
    """Let the intake know the further numbers that are there already."""
    numbers = env["telephony.number"].search([("tail", "!=", False)])
    numbers._renew_identifiers(numbers.partner_id, numbers.lead_id)
