"""What a document may not do to the page that shows it."""

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from qms_site.markdown.render import RenderedBody

Render = Callable[[str], RenderedBody]


@pytest.mark.verifies("REQ-REND-006")
@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a <script>alert(1)</script> b", "<p>a  b</p>\n"),
        ("<script>\nalert(1)\n</script>\n\nb", "\n<p>b</p>\n"),
        ("<style>p{}</style>b", "b"),
        ("<svg onload=x><a>y</a></svg>b", "<p>b</p>\n"),
        ("a <script src=x> b", "<p>a  b</p>\n"),
        ("a <script> b", "<p>a &lt;script&gt; b</p>\n"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ('<a href="javascript:x">b</a>', "<p><a>b</a></p>\n"),
        ('<a href="&#106;avascript:x">b</a>', "<p><a>b</a></p>\n"),
        ('<a href=" java\nscript:x">b</a>', "<p><a>b</a></p>\n"),
        ('<a href="data:text/html,x">b</a>', "<p><a>b</a></p>\n"),
        ("[b](javascript:x)", "<p>[b](javascript:x)</p>\n"),
        ("![b](data:image/png;base64,x)", '<p><img alt="b"></p>\n'),
        ("<vbscript:x>", "<p>&lt;vbscript:x&gt;</p>\n"),
        ("<iframe src=x>b</iframe>", "b"),
        ('<form action="x"><input name=y><button>b</button></form>', "b"),
        ("a <object data=x>b</object>", "<p>a b</p>\n"),
        ('<input type="checkbox" onclick=x>', '<input type="checkbox" disabled="">'),
        ('<b style="position:fixed">a</b>', "<p><b>a</b></p>\n"),
        ('<div class="qms-status md-nav" role="alert">a</div>', '<div class="">a</div>'),
        ('<b class="qms-ref">a</b>', "<p><b>a</b></p>\n"),
        ('<span class="qms-support qms-support--authenticated">a</span>', "<p><span>a</span></p>\n"),
        ('<span class="k QMS-support" data-search-exclude>a</span>', '<p><span class="k">a</span></p>\n'),
        ('<a id="__search"></a>', "<p></p>\n"),
        ('<a id="qms-x" name="qms-y"></a>', "<p></p>\n"),
        ('<a name="x">a</a><b id=x>b</b>', '<p><a id="x"></a>a<b>b</b></p>\n'),
        ('<b id="x"><p>a</b>', '<p><a id="x"></a><b></b></p><p><b>a</b></p>\n'),
        ("a </p></div></main> b", "<p>a  b</p>\n"),
        ("- a </li></ul> b", "<ul>\n<li>a  b</li>\n</ul>\n"),
        ("> <div>\n\na", "<blockquote>\n<div>\n</div></blockquote>\n<p>a</p>\n"),
        ("> </div></blockquote>\n> a", "<blockquote>\n\na</blockquote>\n"),
        ("a <b x='1'>b\n\nc", "<p>a <b>b</b></p>\n<p>c</p>\n"),
        ("<!-- a\n\n# b", ""),
        ("a <!-- b\n\nc", "<p>a &lt;!-- b</p>\n<p>c</p>\n"),
        ("<div title='a\n\nb", "&lt;div title='a\n<p>b</p>\n"),
        ("<div <img src=x onerror=y>", '&lt;div <img src="x">'),
        ("<plaintext>\n\na", "\n<p>a</p>\n"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>\n"),
        (
            '[a](x "\\"><script>y</script>")',
            '<p><a href="x" title="&quot;&gt;&lt;script&gt;y&lt;/script&gt;">a</a></p>\n',
        ),
    ],
)
def test_hostile_html(render: Render, body: str, html: str) -> None:
    assert render(body).html == html


def test_raw_tags_in_a_cell_stay_in_the_cell(render: Render) -> None:
    tree = LexborHTMLParser(render("|a|b|\n|-|-|\n|</td></table></div><div>x|y|\n\nz").html)
    assert [cell.text() for cell in tree.css("td")] == ["<div>x", "y"]
    assert tree.css_first(".qms-table").text(deep=True).find("z") < 0


def test_a_raw_id_cannot_take_the_address_of_an_item(render: Render) -> None:
    rendered = render('<b id="REQ-A-1">x</b> <b id="scope">y</b> <b id="fn:1">z</b>\n\n# Scope\n\n**REQ-A-1** a')
    owners = {node.attributes["id"]: node.tag for node in LexborHTMLParser(rendered.html).css("[id]")}
    assert owners == {"scope": "h1", "REQ-A-1": "a"}


@pytest.mark.parametrize("part", ["<b id='x'>", "<div>\n\n", "> ", "- ", "*a **b ", "</div>", "[![", "<table>\n\n"])
def test_depth_is_no_danger(render: Render, part: str) -> None:
    render(part * 5000)
