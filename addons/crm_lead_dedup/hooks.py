# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at installation and at removal."""


def post_init_hook(env):
    """Ask for the identifiers of the cards and the indexes of a large base, without waiting."""
    env.ref("crm_lead_dedup.ir_cron_identifier_backfill")._trigger()
    env.ref("crm_lead_dedup.ir_cron_identifier_backfill_partner")._trigger()
    env["crm.dedup.index"]._build_or_schedule()


def uninstall_hook(env):
    """Leave the tables of core as they were."""
    env["crm.dedup.index"]._drop_all()
