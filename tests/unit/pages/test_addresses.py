import pytest

from qms_site.pages.addresses import Addresses, relative_url


@pytest.mark.parametrize(
    ("uri", "file", "url", "directory_file", "directory_url"),
    [
        ("QMS/SOP-001.md", "QMS/SOP-001.html", "QMS/SOP-001.html", "QMS/SOP-001/index.html", "QMS/SOP-001/"),
        ("QMS/README.md", "QMS/index.html", "QMS/index.html", "QMS/index.html", "QMS/"),
        ("QMS/index.md", "QMS/index.html", "QMS/index.html", "QMS/index.html", "QMS/"),
        ("QMS/readme.md", "QMS/readme.html", "QMS/readme.html", "QMS/readme/index.html", "QMS/readme/"),
        ("index.md", "index.html", "index.html", "index.html", ""),
        ("a/v1.0.md", "a/v1.0.html", "a/v1.0.html", "a/v1.0/index.html", "a/v1.0/"),
        ("my file.md", "my file.html", "my%20file.html", "my file/index.html", "my%20file/"),
        ("größe.md", "größe.html", "gr%C3%B6%C3%9Fe.html", "größe/index.html", "gr%C3%B6%C3%9Fe/"),
        ("a:b.md", "a:b.html", "a%3Ab.html", "a:b/index.html", "a%3Ab/"),
        ("50%?#.md", "50%?#.html", "50%25%3F%23.html", "50%?#/index.html", "50%25%3F%23/"),
        ("\udcff.md", "\udcff.html", "%FF.html", "\udcff/index.html", "%FF/"),
    ],
)
@pytest.mark.verifies("REQ-SITE-001", "REQ-READ-009")
def test_a_page_has_one_address_in_both_forms(
    uri: str, file: str, url: str, directory_file: str, directory_url: str
) -> None:
    flat, nested = Addresses(directories=False), Addresses(directories=True)
    assert (flat.file_of(uri), flat.url_of(uri)) == (file, url)
    assert (nested.file_of(uri), nested.url_of(uri)) == (directory_file, directory_url)


@pytest.mark.parametrize(
    ("source", "target", "flat", "nested"),
    [
        ("index.md", "QMS/a.md", "QMS/a.html", "QMS/a/"),
        ("QMS/a.md", "index.md", "../index.html", "../../"),
        ("QMS/a.md", "QMS/b.md", "b.html", "../b/"),
        ("QMS/a.md", "QMS/a.md", "a.html", "./"),
        ("index.md", "index.md", "index.html", "./"),
        ("QMS/a.md", "QMS/README.md", "index.html", "../"),
        ("QMS/README.md", "QMS/x y.md", "x%20y.html", "x%20y/"),
        ("a/b/c.md", "d/e.md", "../../d/e.html", "../../../d/e/"),
    ],
)
def test_a_link_from_page_to_page_is_relative(source: str, target: str, flat: str, nested: str) -> None:
    assert Addresses(directories=False).href(source, target) == flat
    assert Addresses(directories=True).href(source, target) == nested


def test_a_fragment_is_quoted() -> None:
    assert Addresses(directories=False).href("a.md", "b.md", "größe 1") == "b.html#gr%C3%B6%C3%9Fe%201"


@pytest.mark.parametrize(("directories", "href"), [(False, "../assets/a%20b.png"), (True, "../../assets/a%20b.png")])
def test_an_asset_is_reached_from_any_page(href: str, *, directories: bool) -> None:
    assert Addresses(directories=directories).asset_href("QMS/a.md", "assets/a b.png") == href


def test_a_first_segment_with_a_colon_is_no_scheme() -> None:
    assert relative_url("a.html", "x:y.html") == "./x:y.html"
