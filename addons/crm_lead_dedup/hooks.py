# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at installation and at removal."""

from .models.crm_intake_activity import ACTIVITY_TYPE


def post_init_hook(env):
    """Ask for the identifiers of the cards and the indexes of a large base, without waiting."""
    env.ref("crm_lead_dedup.ir_cron_identifier_backfill")._trigger()
    env.ref("crm_lead_dedup.ir_cron_identifier_backfill_partner")._trigger()
    env.ref("crm_lead_dedup.ir_cron_company_key_backfill")._trigger()
    env.ref("crm_lead_dedup.ir_cron_company_key_backfill_partner")._trigger()
    env["crm.dedup.index"]._build_or_schedule()
    env.ref("crm_lead_dedup.ir_cron_dedup_profiles")._trigger()


def uninstall_hook(env):
    """Leave the tables of core as they were, and what people still have to do."""
    env["crm.dedup.index"]._drop_all()
    # Requests protect their source from being deleted; now both go, in whatever order.
    env.cr.execute("UPDATE crm_request SET source_id = NULL WHERE source_id IS NOT NULL")
    # Core makes open activities of a type that goes to-dos; what was done would hold the type.
    ours = env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
    to_do = env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
    if ours and to_do:
        activities = env["mail.activity"].with_context(active_test=False)
        activities.search([("activity_type_id", "=", ours.id)]).write(
            {"activity_type_id": to_do.id}
        )
