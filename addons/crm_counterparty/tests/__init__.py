# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    card,
    common,
    common_figure,
    common_visibility,
    requisites_common,
    test_card_requirement,
    test_card_score,
    test_figures,
    test_figures_contact,
    test_figures_read,
    test_lead_client,
    test_lead_trace,
    test_party,
    test_party_link,
    test_relations,
    test_requisites,
    test_visibility,
)
from . import common, common_visibility, test_glance, test_party, test_relations, test_visibility
