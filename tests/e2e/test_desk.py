# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's people can log in to the kind of server ``make run`` starts."""

import pytest

from house.desk import ROLES


@pytest.mark.parametrize("role", ROLES)
def test_login(sales_desk, page, role):
    """Each of the three sees the web client after the login, without an error of the page."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sales_desk.login(page, role)
    page.wait_for_selector(".o_action_manager > *")
    assert not errors
