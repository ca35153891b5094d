# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at removal."""

# Core deletes our records one model after the other, and tables only at the end: what is in use is
# held by policies and answers until then. Questionnaires that people made themselves stay as
# archived surveys; the answers go, so that nobody reads them who could not before.
OURS = "s.survey_type = 'farewell'"
LET_GO = (
    "DELETE FROM survey_user_input USING survey_survey s WHERE s.id = survey_id AND %(ours)s",
    "DELETE FROM survey_user_input WHERE farewell_invitation_id IS NOT NULL",
    "DELETE FROM crm_farewell_invitation",
    "DELETE FROM crm_farewell_batch",
    "DELETE FROM crm_farewell_policy",
    "DELETE FROM crm_farewell_occasion",
    "DELETE FROM crm_farewell_offer",
    "UPDATE survey_survey s SET survey_type = 'custom', active = FALSE WHERE %(ours)s",
)


def uninstall_hook(env):
    """Let go of what we hold."""
    env.flush_all()
    for query in LET_GO:
        env.cr.execute(query % {"ours": OURS})
    env.invalidate_all()
    env.registry.clear_cache()
