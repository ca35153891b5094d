# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_client_credit, test_stage_fields
