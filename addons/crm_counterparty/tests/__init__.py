# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    common,
    common_visibility,
    requisites_common,
    test_lead_client,
    test_party,
    test_party_link,
    test_relations,
    test_requisites,
    test_visibility,
)
from . import common, common_visibility, test_party, test_relations, test_visibility
    common_figure,
    common_visibility,
    test_figures,
    test_figures_contact,
    test_figures_read,
    test_party,
    test_relations,
    test_visibility,
)
