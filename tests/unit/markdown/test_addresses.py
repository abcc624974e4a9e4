"""Which bare addresses become links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from qms_site.markdown.addresses import WrittenAddresses
from qms_site.markdown.parsing import parse_body


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a.", "https://example.org/a"),
        ("MAILTO:ada@example.org", "MAILTO:ada@example.org"),
        ("//example.org/a", "//example.org/a"),
        ("https:&#47;/example.org", None),
        (r"https:\//example.org", None),
        ("setup.py, 10.0.0.1, ada@example.org, example.org/a:b", None),
    ],
)
def test_an_address_has_its_scheme(text: str, address: str | None) -> None:
    (inline,) = (token for token in parse_body(text) if token.type == "inline")
    links = [child.attrs["href"] for child in inline.children or () if child.type == "link_open"]
    assert links == ([address] if address else [])


@given(st.lists(st.sampled_from(["http:", "mailto:", "MAILTO\u0130", "//", "/", "&", "\\", "a.org", "b@c.de", " "])))
def test_what_is_not_looked_at_holds_no_address(parts: list[str]) -> None:
    text, library = "".join(parts), LinkifyIt()
    library.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    found = library.pretest(text) and library.match(text)
    assert WrittenAddresses().pretest(text) or not found
