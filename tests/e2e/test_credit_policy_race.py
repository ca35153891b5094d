# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A credit policy that is looked at by another thread while it is being made, or given up."""

from odoo_shell import own_databases, shell

# What a thread reads in the middle of a transaction of another must not be kept.
MEANWHILE = """
policies, company = env["crm.credit.policy"], env.company
policies.search([]).active = False
env.cr.commit()

def known():
    with env.registry.cursor() as cr:
        return policies.with_env(env(cr=cr))._by_company().get(company.id)

made = policies.create({"company_id": company.id})
told = [known()]
env.cr.commit()
told.append(known() == made.id)
made.active = False
told.append(known() == made.id)
env.cr.commit()
told.append(known())
print("TOLD", told)
"""


def test_is_known_once_it_is_written() -> None:
    """Not before, and not only when something else empties the caches."""
    with own_databases("credit_policy_race", whole=True) as (odoo, [name]):
        assert "TOLD [None, True, True, None]" in shell(odoo, name, MEANWHILE)
