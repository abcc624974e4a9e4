import pytest

from qms_site.records.withdrawals import is_withdrawn


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawn",
        "Withdrawn.",
        "(withdrawn)",
        "Lock. It shall lock. Withdrawn.",
        "It shall lock (withdrawn).",
        "Deleted in version 3",
    ],
)
def test_a_withdrawn_item_says_so(text: str) -> None:
    assert is_withdrawn(text)


@pytest.mark.parametrize(
    "text", ["It shall show which qualification failed or was withdrawn.", "It shall delete it.", ""]
)
def test_an_item_about_withdrawals_is_none(text: str) -> None:
    assert not is_withdrawn(text)
