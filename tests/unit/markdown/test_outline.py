from qms_site.markdown.outline import Heading, iter_headings
from qms_site.markdown.parsing import parse_body


def test_headings_come_with_their_words_level_and_line() -> None:
    body = "# One `x`\n\nTwo\n---\n\n```\n# no\n```\n\n<!--\n# no\n-->\n\n- # three\n\n> ###### six ![alt](i.png)\n"
    assert list(iter_headings(parse_body(body), first_line=5)) == [
        Heading("One x", 1, 5),
        Heading("Two", 2, 7),
        Heading("three", 1, 18),
        Heading("six alt", 6, 20),
    ]
