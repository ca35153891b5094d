# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import models
from odoo.models import fix_import_export_id_paths

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..models.crm_dedup_import import MODELS


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def check_duplicates(self, fields, options):
        """Read the file as Odoo's import would, and compare its rows before anything is written.

        :param fields: field path of each column, False for those left out
        :param options: as ``execute_import`` takes them
        :return: ``{"action": …}`` to open, or ``{"messages": […]}`` as Odoo's import tells errors
        """
        self.ensure_one()
        if self.res_model not in dict(MODELS):
            return {"messages": [self._no_check_message()]}
        try:
            names, data = self._cells_to_check(fields, options)
        except ImportValidationError as error:
            return {"messages": [error.__dict__]}
        records = self._lines_of_records(names, data)
        started = self.env["crm.dedup.import"]._start(
            self.file_name, self.res_model, names, records, self._options_to_keep(options)
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_import")
        return {"action": {**action, "res_id": started.id, "views": [(False, "form")]}}

    def _no_check_message(self):
        return {
            "type": "error",
            "message": self.env._("Duplicates are looked for among leads and contacts only."),
            "record": False,
            "not_matching_error": True,
        }

    def _cells_to_check(self, fields, options):
        """Field paths and cells after everything that Odoo's import does before it loads."""
        data, names = self._convert_import_data(fields, options)
        data = self._parse_import_data(data, names, options)
        self._extract_binary_filenames(names, data)
        names, data = self.with_context(import_options=options)._handle_multi_mapping(names, data)
        if options.get("fallback_values"):
            data = self._handle_fallback_values(names, data, options["fallback_values"])
        return names, json.loads(json.dumps(data, default=str))

    def _lines_of_records(self, names, data):
        """Lines of each record: those with one2many columns span several."""
        paths = [fix_import_export_id_paths(name) for name in names]
        model = self.env[self.res_model]
        spans = (info["rows"] for _record, info in model._extract_records(paths, data))
        return [data[span["from"] : span["to"] + 1] for span in spans]

    def _options_to_keep(self, options):
        """What the loading needs to know later on."""
        kept = ("name_create_enabled_fields", "import_set_empty_fields", "import_skip_records")
        told = {name: options[name] for name in kept if options.get(name)}
        # No history unless it is asked for, as core's import screen has it.
        return {**told, "tracking_disable": options.get("tracking_disable", True)}
