# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import common, common_visibility, test_party, test_visibility, test_relations
