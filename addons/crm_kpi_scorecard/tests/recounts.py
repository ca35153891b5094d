# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# ruff: noqa: S608, ISC004 - the queries are put together here, of nothing that anybody sends
"""Every shipped KPI counted once more, in plain SQL that knows nothing of the engine.

Each query tells ``(subject's id, value)`` of the month from %(begin)s until %(end)s (UTC), in the
company %(company)s; a record without a company is its person's.
"""

OF_COMPANY = "COALESCE({0}.company_id, u.company_id, %(company)s) = %(company)s"
LEADS = f"crm_lead l LEFT JOIN res_users u ON u.id = l.user_id WHERE {OF_COMPANY.format('l')}"
WON = f"{LEADS} AND l.won_status = 'won' AND l.date_won >= %(begin)s AND l.date_won < %(end)s"
LOST = f"{LEADS} AND l.won_status = 'lost' AND l.date_lost >= %(begin)s AND l.date_lost < %(end)s"
MADE = f"{LEADS} AND l.create_date >= %(begin)s AND l.create_date < %(end)s"
LINES = """sale_order_line s JOIN sale_order o ON o.id = s.order_id WHERE o.state = 'sale'
 AND s.display_type IS NULL AND NOT COALESCE(s.is_downpayment, FALSE)
 AND o.date_order >= %(begin)s AND o.date_order < %(end)s AND o.company_id = %(company)s"""
OPEN = f"{LEADS} AND l.active AND l.type = 'opportunity' AND l.won_status = 'pending'"
CALLS = """mail_message m JOIN mail_activity_type k ON k.id = m.mail_activity_type_id
 AND k.category = 'phonecall' WHERE m.model = 'crm.lead'"""


def _per_person(value, rest):
    return f"SELECT COALESCE(l.user_id, 0), {value} FROM {rest} GROUP BY 1"


def _divided(above, below):
    """One count by another, per person; nothing where there is nothing to divide by."""
    return (
        f"SELECT b.person, COALESCE(a.number, 0)::numeric / b.number"
        f" FROM (SELECT COALESCE(l.user_id, 0) AS person, count(*) AS number FROM {below}"
        f" GROUP BY 1) b LEFT JOIN (SELECT COALESCE(l.user_id, 0) AS person, count(*) AS number"
        f" FROM {above} GROUP BY 1) a ON a.person = b.person"
    )


# By the code of the KPI: the level, and the query.
RECOUNTS = {
    "new_leads": ("person", _per_person("count(*)", MADE)),
    "opened": (
        "person",
        _per_person(
            "count(*)",
            f"{LEADS} AND l.type = 'opportunity'"
            " AND COALESCE(l.date_conversion, l.create_date) >= %(begin)s"
            " AND COALESCE(l.date_conversion, l.create_date) < %(end)s",
        ),
    ),
    "won": ("person", _per_person("count(*)", WON)),
    "lost_by_reason": (
        "reason",
        f"SELECT COALESCE(l.lost_reason_id, 0), count(*) FROM {LOST} GROUP BY 1",
    ),
    "win_rate": (
        "person",
        "SELECT person, 100.0 * sum(won) / count(*) FROM ("
        f"SELECT COALESCE(l.user_id, 0) AS person, 1 AS won FROM {WON} UNION ALL "
        f"SELECT COALESCE(l.user_id, 0), 0 FROM {LOST}) decided GROUP BY 1",
    ),
    "lead_to_client": (
        "person",
        f"SELECT person, 100 * number FROM ({_divided(WON, MADE)}) d(person, number)",
    ),
    "lead_to_client_cohort": (
        "person",
        _per_person("100.0 * count(*) FILTER (WHERE l.won_status = 'won') / count(*)", MADE),
    ),
    "revenue": ("person", _per_person("sum(COALESCE(l.expected_revenue, 0))", WON)),
    "average_deal": ("person", _per_person("avg(COALESCE(l.expected_revenue, 0))", WON)),
    "turnover": (
        "person",
        "SELECT COALESCE(o.user_id, 0), sum(o.amount_untaxed) FROM sale_order o"
        " WHERE o.state = 'sale' AND o.date_order >= %(begin)s AND o.date_order < %(end)s"
        " AND o.company_id = %(company)s GROUP BY 1",
    ),
    # From price and quantity, not from the amounts that the add-on keeps.
    "discount_share": (
        "person",
        "SELECT COALESCE(o.user_id, 0), 100.0 * sum(s.price_unit * s.product_uom_qty"
        " * s.discount / 100.0) / sum(s.price_unit * s.product_uom_qty)"
        f" FROM {LINES} GROUP BY 1",
    ),
    "product_sales": (
        "product",
        f"SELECT s.product_id, count(DISTINCT s.order_id) FROM {LINES} GROUP BY 1",
    ),
    "payments_received": (
        "group",
        "SELECT COALESCE(c.category_id, 0), sum(p.amount) FROM account_payment p"
        " LEFT JOIN res_partner_res_partner_category_rel c ON c.partner_id = p.partner_id"
        " WHERE p.payment_type = 'inbound' AND p.partner_type = 'customer'"
        " AND p.state IN ('in_process', 'paid') AND p.date >= %(begin)s::date"
        " AND p.date < %(end)s::date AND p.company_id = %(company)s GROUP BY 1",
    ),
    "meetings_per_won": (
        "person",
        _per_person(
            "sum((SELECT count(*) FROM calendar_event e WHERE e.opportunity_id = l.id AND e.active"
            " AND e.stop <= %(now)s))::numeric / count(*)",
            WON,
        ),
    ),
    "calls_logged": (
        "person",
        "SELECT COALESCE(u.id, 0), count(*) FROM mail_message m"
        " JOIN mail_activity_type k ON k.id = m.mail_activity_type_id"
        " LEFT JOIN res_users u ON u.partner_id = m.author_id"
        " WHERE k.category = 'phonecall' AND m.model = 'crm.lead'"
        " AND m.date >= %(begin)s AND m.date < %(end)s GROUP BY 1",
    ),
    "calls_per_won": (
        "person",
        _per_person(
            f"sum((SELECT count(*) FROM {CALLS} AND m.res_id = l.id))::numeric / count(*)", WON
        ),
    ),
    "response_time": (
        "person",
        "SELECT person, avg(seconds) / 3600 FROM ("
        "SELECT COALESCE(l.user_id, 0) AS person, (SELECT extract(epoch FROM min(m.date)"
        " - l.create_date) FROM mail_message m JOIN res_users a ON a.partner_id = m.author_id"
        " AND NOT a.share JOIN mail_message_subtype t ON t.id = m.subtype_id"
        " AND NOT COALESCE(t.internal, FALSE)"
        " WHERE m.model = 'crm.lead' AND m.res_id = l.id AND m.date >= l.create_date"
        f" AND m.message_type = 'comment') AS seconds FROM {MADE}) answered"
        " WHERE seconds IS NOT NULL GROUP BY 1",
    ),
    "idle_deals": (
        "person",
        _per_person(
            "100.0 * count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM mail_activity a"
            " WHERE a.res_model = 'crm.lead' AND a.res_id = l.id AND a.active)) / count(*)",
            OPEN,
        ),
    ),
    "debt_overdue": (
        "person",
        "SELECT COALESCE(m.invoice_user_id, 0), sum(m.amount_residual_signed) FROM account_move m"
        " WHERE m.move_type IN ('out_invoice', 'out_refund') AND m.state = 'posted'"
        " AND m.payment_state IN ('not_paid', 'partial')"
        " AND m.invoice_date_due < %(now)s::date AND m.company_id = %(company)s GROUP BY 1",
    ),
}
# Told by another add-on only: here they have no data.
ELSEWHERE = {"talk_per_won", "card_completeness"}
