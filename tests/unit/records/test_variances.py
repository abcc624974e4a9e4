import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.variances import find_variance_type


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ("| Parent Document | Failed Item | VAR Type |\n|---|---|---|\n| CR-036 | EI-8 | Type 2 |", 2),
        ("| Field | Value |\n|---|---|\n| Variance type | 1 |", 1),
        ("**VAR Type:** Type 2", 2),
        ("Variance type: 1 (full closure)", 1),
        ("| Parent | VAR Type |\n|---|---|\n| CR-036 | [TYPE] |", None),
        ("<!-- VAR Type: Type 1 -->\n\nThis VAR is Type 2 because of its scope.", None),
        ("| Type | Text |\n|---|---|\n| Type 1 | x |", None),
    ],
)
def test_the_type_is_read_where_it_is_stated(body: str, type_: int | None) -> None:
    assert find_variance_type(iter_passages(parse_body(body), first_line=1), {}) == type_


def test_front_matter_comes_first() -> None:
    passages = iter_passages(parse_body("**VAR Type:** Type 2"), first_line=1)
    assert find_variance_type(passages, {"var_type": "1"}) == 1
