# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the web client reads when somebody opens a view."""

from lxml import etree

NEVER_SHOWN = {"1", "True"}


def read_by_view(model, kind, view_id=False):
    """The specification of ``web_read`` that a view of a model makes."""
    views = model.get_views([(view_id, kind)])["views"]
    return _specification(model, etree.fromstring(views[kind]["arch"]))


def core_form(env):
    """That of a contact's form as it is without our views."""
    named = env["ir.model.data"].sudo().search(
        [("module", "=", "crm_counterparty"), ("model", "=", "ir.ui.view")]
    )  # fmt: skip
    ours = env["ir.ui.view"].sudo().browse(named.mapped("res_id")).filtered("inherit_id")
    ours.active = False
    env.registry.clear_cache("templates")
    form = read_by_view(env["res.partner"], "form")
    ours.active = True
    env.registry.clear_cache("templates")
    return form


def _specification(model, arch):
    found = {}
    for node in arch.iter("field"):
        field = model._fields.get(node.get("name"))
        if field is not None and not _is_inside_field(node, arch):
            found[field.name] = _field_specification(model, field, node)
    return found


def _field_specification(model, field, node):
    # Of what is never shown the web client reads ids and no names.
    is_hidden = bool({node.get("invisible"), node.get("column_invisible")} & NEVER_SHOWN)
    if field.type == "many2one":
        return {"fields": {} if is_hidden else {"display_name": {}}}
    if is_hidden or field.type not in ("one2many", "many2many"):
        return {}
    inner = next((child for child in node if child.tag in ("list", "kanban")), None)
    comodel = model.env[field.comodel_name]
    fields = {} if inner is None else _specification(comodel, inner)
    return {"fields": fields or {"display_name": {}}, "limit": 40}


def _is_inside_field(node, top):
    while (node := node.getparent()) is not None and node is not top:
        if node.tag == "field":
            return True
    return False
