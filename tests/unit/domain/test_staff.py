import pytest

from domain.staff import MAY, ROLES, Member, NotAllowed, Permission, Role

EXPECTED: dict[Permission, set[Role]] = {
    "read": {"cs", "senior", "csm", "manager", "qa", "admin"},
    "serve": {"cs", "senior", "csm", "manager", "admin"},
    "serve_serious": {"senior", "manager", "admin"},
    "override": {"manager", "admin"},
    "switch": {"manager", "admin"},
    "members": {"admin"},
}


@pytest.mark.parametrize("permission", EXPECTED)
def test_roles_may_do_what_was_agreed(permission: Permission) -> None:
    assert {role for role in ROLES if permission in MAY[role]} == EXPECTED[permission]


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(NotAllowed, match="manager, admin"):
        Member("tanaka", "田中", "cs", "tanaka@example.com").require("switch")
