# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_call_card_request, test_call_requests, test_call_requests_security, test_numbers
