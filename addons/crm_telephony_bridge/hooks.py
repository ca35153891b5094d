# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at removal."""


def uninstall_hook(env):
    """Let everything of ours go, in whatever order, and leave what people have to do."""
    # Calls protect their provider from being deleted.
    env.cr.execute("UPDATE telephony_call SET provider_id = NULL WHERE provider_id IS NOT NULL")
    # Core makes open activities of a type that goes to-dos; what was done would hold the type.
    ours = env.ref("crm_telephony_bridge.activity_type_call_back", raise_if_not_found=False)
    to_do = env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
    if ours and to_do:
        activities = env["mail.activity"].with_context(active_test=False)
        activities.search([("activity_type_id", "=", ours.id)]).write(
            {"activity_type_id": to_do.id}
        )
    # The sound itself: core forgets the table, not the files that hang on its rows.
    sounds = env["ir.attachment"].with_context(active_test=False)
    sounds.search([("res_model", "=", "telephony.recording"), ("res_field", "!=", False)]).unlink()
