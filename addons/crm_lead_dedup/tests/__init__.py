# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    common,
    endpoint_common,
    gateway,
    test_doors,
    test_endpoint,
    test_endpoint_cors,
    test_endpoint_language,
    test_endpoint_refuses,
    test_endpoint_security,
    test_identifiers,
    test_intake,
    test_mail_gateway,
    test_mail_senders,
    test_performance,
    test_source_snippet,
)
