# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once, at removal."""

# Core deletes our records one model after the other, and tables only at the end: what is in use is
# held by steps and teams until then, and what was planned holds the steps.
LET_GO = (
    "DELETE FROM crm_playbook_job",
    "UPDATE crm_playbook_step SET root_id = NULL, after_step_id = NULL",
    "DELETE FROM crm_playbook_step",
    "DELETE FROM crm_playbook_rule",
    "DELETE FROM crm_credit_letter",
    "UPDATE crm_team SET answer_template_id = NULL, person_template_id = NULL",
    "UPDATE crm_team SET answer_closed_template_id = NULL",
)


def uninstall_hook(env):
    """Let go of what we hold; nothing is watched any more meanwhile."""
    env.flush_all()
    for query in LET_GO:
        env.cr.execute(query)
    env.invalidate_all()
    env.registry.clear_cache()
