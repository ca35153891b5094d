# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A trade of a size to measure on: clients, legal entities, persons, links, invoices, deals.

Loaded by SQL past the ORM, as an old system would be taken over: 15,000 clients with 25,000 legal
entities and 10,000 persons, 100,000 links, 200,000 invoices (a fifth of them open), 20,000 deals
with three letters each, 20,000 orders. One client has a hundred times as many invoices as others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from base import close, environment_of, registry

from house import database
from house.odoo import Odoo
from house.paths import say

CLIENTS, ENTITIES, PERSONS = 15_000, 25_000, 10_000
PARTNERS = CLIENTS + ENTITIES + PERSONS
LINKS, INVOICES, DEALS, ORDERS, LETTERS = 100_000, 200_000, 20_000, 20_000, 60_000
# Ids of loaded partners, invoices and deals begin here, clients first.
OFFSET = 1_000_000
PARTIES = f"""
INSERT INTO res_partner (id, name, complete_name, active, type, is_company, autopost_bills, user_id,
                         is_client, is_counterparty, is_contact, commercial_partner_id, email,
                         email_normalized, phone, customer_rank, create_date, write_date)
SELECT {OFFSET} + n, 'Party ' || n, 'Party ' || n, TRUE, 'contact', n <= {CLIENTS + ENTITIES},
       'ask', CASE WHEN n <= {CLIENTS} THEN %(user)s END, n <= {CLIENTS},
       n > {CLIENTS} AND n <= {CLIENTS + ENTITIES}, n > {CLIENTS + ENTITIES}, {OFFSET} + n,
       'party' || n || '@example.com', 'party' || n || '@example.com', '+38050' || (1000000 + n),
       CASE WHEN n <= {CLIENTS} THEN 1 ELSE 0 END, now(), now()
  FROM generate_series(1, {PARTNERS}) n;
INSERT INTO crm_party_link (client_id, party_id, role_id, is_default)
SELECT {OFFSET} + 1 + n %% {CLIENTS}, {OFFSET} + {CLIENTS} + 1 + n, %(payer)s, n < {CLIENTS}
  FROM generate_series(0, {ENTITIES} - 1) n;
INSERT INTO crm_party_link (client_id, party_id, role_id, is_default)
SELECT {OFFSET} + 1 + (n * 7) %% {CLIENTS}, {OFFSET} + {CLIENTS + ENTITIES} + 1 + n %% {PERSONS},
       (%(roles)s::int[])[1 + n / 30000], FALSE
  FROM generate_series(0, {LINKS - ENTITIES} - 1) n;
"""
DOCUMENTS = f"""
INSERT INTO account_move (id, name, journal_id, currency_id, state, move_type, auto_post, date,
                          invoice_date, company_id, partner_id, commercial_partner_id, client_id,
                          amount_untaxed_signed, amount_total_signed, amount_residual_signed,
                          payment_state)
SELECT {OFFSET} + n, 'BENCH/' || n, %(journal)s, %(currency)s, 'posted', 'out_invoice', 'no', day,
       day, %(company)s, {OFFSET} + {CLIENTS} + 1 + entity, {OFFSET} + {CLIENTS} + 1 + entity,
       {OFFSET} + 1 + entity %% {CLIENTS}, amount, amount, CASE WHEN is_open THEN amount ELSE 0 END,
       CASE WHEN is_open THEN 'not_paid' ELSE 'paid' END
  FROM (SELECT n, CURRENT_DATE - n %% 1000 AS day, 100 + n %% 900 AS amount, n %% 5 = 0 AS is_open,
               CASE WHEN n %% 100 = 0 THEN 0 ELSE n %% {ENTITIES} END AS entity
          FROM generate_series(1, {INVOICES}) n) invoice;
INSERT INTO account_move_line (move_id, currency_id, display_type, account_id, partner_id,
                               company_id, journal_id, date, date_maturity, debit, credit, balance,
                               amount_currency, amount_residual, amount_residual_currency,
                               reconciled, parent_state, move_name)
SELECT move.id, move.currency_id, kind, CASE kind WHEN 'product' THEN %(income)s
                                             ELSE %(receivable)s END,
       move.partner_id, move.company_id, move.journal_id, move.date,
       CASE kind WHEN 'payment_term' THEN move.date + 30 END,
       CASE kind WHEN 'product' THEN 0 ELSE amount_total_signed END,
       CASE kind WHEN 'product' THEN amount_total_signed ELSE 0 END,
       CASE kind WHEN 'product' THEN -1 ELSE 1 END * amount_total_signed,
       CASE kind WHEN 'product' THEN -1 ELSE 1 END * amount_total_signed,
       CASE kind WHEN 'product' THEN 0 ELSE amount_residual_signed END,
       CASE kind WHEN 'product' THEN 0 ELSE amount_residual_signed END,
       kind = 'payment_term' AND payment_state = 'paid', 'posted', move.name
  FROM account_move move, unnest(ARRAY['payment_term', 'product']) kind WHERE move.id > {OFFSET};
INSERT INTO crm_lead (id, name, type, active, partner_id, client_id, company_id, team_id, user_id,
                      stage_id, won_status, probability, expected_revenue, create_date, write_date,
                      date_last_stage_update)
SELECT {OFFSET} + n, 'Deal ' || n, 'opportunity', TRUE, {OFFSET} + 1 + n %% {CLIENTS},
       {OFFSET} + 1 + n %% {CLIENTS}, %(company)s, %(team)s, %(user)s, %(stage)s, 'pending', 10,
       1000, now(), now(), now() FROM generate_series(1, {DEALS}) n;
INSERT INTO mail_message (model, res_id, message_type, subtype_id, date, is_internal, body)
SELECT 'crm.lead', {OFFSET} + 1 + n %% {DEALS}, 'comment', %(comment)s,
       now() - n * INTERVAL '10 minutes', FALSE, '<p>Words</p>'
  FROM generate_series(1, {LETTERS}) n;
INSERT INTO sale_order (company_id, partner_id, partner_invoice_id, partner_shipping_id, name,
                        date_order, state, client_id)
SELECT %(company)s, client, client, client, 'BENCH' || n, now() - n * INTERVAL '1 hour', 'sale',
       client
  FROM (SELECT n, {OFFSET} + 1 + n %% {CLIENTS} AS client
          FROM generate_series(1, {ORDERS}) n) planned;
"""


@contextmanager
def traded(odoo: Odoo) -> Iterator[str]:
    """A throw-away database with the suite and such a trade."""
    template = database.suite_template(odoo, whole=True)
    name = f"parties_{template}"[:60]
    say(f"loading {PARTNERS} partners, {LINKS} links, {INVOICES} invoices")
    database.drop(odoo, name)
    database.clone(odoo, template, name)
    try:
        with registry(name).cursor() as cr:
            load(environment_of(cr))
        odoo.cluster.sql("vacuum analyze", name)
        yield name
    finally:
        close(name)
        database.drop(odoo, name)


def load(env: Any) -> None:
    """Fill the tables of a database with a chart of accounts."""
    company = env["res.company"].search([("chart_template", "!=", False)], order="id", limit=1)
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    account = env["account.account"]
    of_company = [("company_ids", "in", company.ids)]
    roles = [env.ref(f"crm_counterparty.role_{n}").id for n in ("accountant", "buyer", "signatory")]
    values = {
        "company": company.id,
        "currency": company.currency_id.id,
        "user": salesperson(env, company).id,
        "payer": env.ref("crm_counterparty.role_payer").id,
        "roles": roles,
        "journal": env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1).id,
        "income": account.search([*of_company, ("account_type", "=", "income")], limit=1).id,
        "receivable": account.search(
            [*of_company, ("account_type", "=", "asset_receivable")], limit=1).id,
        "team": env["crm.team"].search([], limit=1).id,
        "stage": env["crm.stage"].search([], limit=1).id,
        "comment": env.ref("mail.mt_comment").id,
    }  # fmt: skip
    env.flush_all()
    env.cr.execute(PARTIES, values)
    env.cr.execute(DOCUMENTS, values)


def salesperson(env: Any, company: Any) -> Any:
    """Somebody who sells and does not keep the books: sees own documents."""
    found = env["res.users"].search([("login", "=", "bench_sales")])
    return found or env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Bench Sales",
            "login": "bench_sales",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, [env.ref("sales_team.group_sale_salesman").id])],
        }
    )
