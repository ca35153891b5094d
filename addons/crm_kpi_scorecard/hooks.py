# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens once. At installation a large base gets its dates in statements, not records."""

from odoo.fields import Domain
from odoo.tools.sql import column_exists

MOMENTS = ("date_won", "date_lost", "date_opened", "date_decided")
AMOUNTS = ("kpi_list_amount", "kpi_discount_amount")
# At removal core deletes what we delivered, and tables only at the end: people's own contests, KPIs
# and entered figures hold our measures and KPIs until then.
LET_GO = (
    "DELETE FROM crm_kpi_contest",
    "DELETE FROM crm_kpi_entry",
    "UPDATE crm_kpi_definition SET numerator_id = NULL, denominator_id = NULL",
)


def pre_init_hook(env):
    """Columns filled at once; Odoo would compute them record by record."""
    for column in MOMENTS:
        if not column_exists(env.cr, "crm_lead", column):
            env.cr.execute(f"ALTER TABLE crm_lead ADD COLUMN {column} timestamp")
    for column in AMOUNTS:
        if not column_exists(env.cr, "sale_order_line", column):
            env.cr.execute(f"ALTER TABLE sale_order_line ADD COLUMN {column} numeric")
    _fill_moments(env)
    _fill_amounts(env)


def _fill_moments(env):
    """Of old deals, core's moments are the best that is known."""
    env.cr.execute(
        """
        WITH known AS (
            SELECT id,
                   CASE WHEN won_status = 'won' THEN COALESCE(date_closed, write_date) END AS won,
                   CASE WHEN won_status = 'lost' THEN COALESCE(date_closed, write_date) END AS lost,
                   CASE WHEN type = 'opportunity' THEN COALESCE(date_conversion, create_date) END
                   AS opened
              FROM crm_lead)
        UPDATE crm_lead lead
           SET date_won = known.won, date_lost = known.lost, date_opened = known.opened,
               date_decided = COALESCE(known.won, known.lost)
          FROM known WHERE known.id = lead.id
        """
    )


def _fill_amounts(env):
    """Lines without a discount cost what they are listed at."""
    env.cr.execute(
        """
        UPDATE sale_order_line
           SET kpi_list_amount = CASE WHEN display_type IS NULL AND is_downpayment IS NOT TRUE
                                      THEN price_subtotal ELSE 0 END,
               kpi_discount_amount = 0
         WHERE COALESCE(discount, 0) = 0
           AND COALESCE(extra_tax_data->>'computation_key', '') NOT LIKE 'global_discount,%'
        """
    )


def post_init_hook(env):
    """Lines with a discount ask the tax engine, some thousands at a time."""
    lines = env["sale.order.line"].sudo()
    query = "SELECT id FROM sale_order_line WHERE kpi_list_amount IS NULL ORDER BY id"
    env.cr.execute(query)
    waiting = [number for (number,) in env.cr.fetchall()]
    for start in range(0, len(waiting), 2000):
        some = lines.browse(waiting[start : start + 2000])
        for name in AMOUNTS:
            env.add_to_compute(lines._fields[name], some)
        env.flush_all()
        env.invalidate_all()


def uninstall_hook(env):
    """Let go of what we hold, and forget whom and what the demo's deals and invoices stand on.

    They stay, as work done does: Odoo would try to delete people, products and the team.
    """
    env["ir.model.data"].search(
        Domain("module", "=", "crm_kpi_scorecard")
        & Domain("name", "=like", "demo\\_%")
        & Domain("model", "not =like", "crm.kpi.%")
    ).unlink()
    env.flush_all()
    for query in LET_GO:
        env.cr.execute(query)
    env.invalidate_all()
