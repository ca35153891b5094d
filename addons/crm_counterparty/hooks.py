# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at installation."""


def post_init_hook(env):
    """Ask for everybody's figures, without waiting for them."""
    env["crm.party.figure"]._mark_all()
