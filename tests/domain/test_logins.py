"""Which logins somebody new may have."""

import pytest

from domain.user_rules import login_rule


@pytest.mark.parametrize("login", ["zhang.san", "a-b_c", "z2", "li@example.com"])
def test_what_people_are_called_will_do(login: str) -> None:
    assert login_rule(login) is None


@pytest.mark.parametrize("login", ["..", "-", ".zhang", "_x", "@li"])
def test_a_login_begins_with_a_letter_or_a_digit(login: str) -> None:
    """An address that ends in `..` leads a browser elsewhere."""
    found = login_rule(login)
    assert found is not None
    assert found[0] == "login-form"
