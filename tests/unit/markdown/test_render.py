"""Bodies to HTML."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from qms_site.markdown.decoding import decode_text
from qms_site.markdown.frontmatter import read_front_matter
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.render import CellNote, Heading, Mention, RenderedBody, RenderOptions, render_body

Render = Callable[[str], RenderedBody]

CR_1 = '<a class="qms-ref" href="/d/CR-1/" title="A &amp; B">CR-1</a>'
PERMALINK = '<a class="qms-permalink" href="#{0}" aria-label="Link to this section">#</a>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("", ""),
        ("a\nb  \nc", "<p>a\nb<br>\nc</p>\n"),
        ("*a* **b** ~~c~~ `d<e`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d&lt;e</code></p>\n"),
        ('a & b < c "d"', '<p>a &amp; b &lt; c "d"</p>\n'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("- a\n\n  b", "<ul>\n<li><p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
        ("3. a\n   - b", '<ol start="3">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("***", "<hr>\n"),
        ("T\n: d", "<dl>\n<dt>T</dt>\n<dd>d</dd>\n</dl>\n"),
        ("see CR-1, `CR-1`", f"<p>see {CR_1}, <code>CR-1</code></p>\n"),
        ("[CR-1](x)", '<p><a href="x">CR-1</a></p>\n'),
        ("**CR-1**", f"<p><strong>{CR_1}</strong></p>\n"),
        ("<kbd>CR-1</kbd> <sub>CR-1</sub>", f"<p><kbd>CR-1</kbd> <sub>{CR_1}</sub></p>\n"),
        ("a <!-- b --> c", "<p>a  c</p>\n"),
        ("run <id> </path>", "<p>run &lt;id&gt; &lt;/path&gt;</p>\n"),
        ("<path>\n**b**", "<p>&lt;path&gt;\n<strong>b</strong></p>\n"),
        ("<div>\n<id> & <b>x</b>\n</div>", "<div>\n&lt;id&gt; &amp; <b>x</b>\n</div>"),
    ],
)
def test_text(render: Render, body: str, html: str) -> None:
    assert render(body).html == html


def test_tasks(render: Render) -> None:
    box = '<input class="task-list-item-checkbox" type="checkbox" checked="" disabled="">'
    assert render("- [x] a").html == (
        f'<ul class="contains-task-list">\n<li class="task-list-item">{box} a</li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("[a](CR-001.md)", '<a class="qms-link--page" href="/QMS/CR-001/">a</a>'),
        ("[a](CR-001.md 't \"q\"')", '<a class="qms-link--page" href="/QMS/CR-001/" title="t &quot;q&quot;">a</a>'),
        ("[a](gone.md)", '<a class="qms-link--missing" title="No &quot;gone&quot;">a</a>'),
        (
            "[a](https://example.org/x)",
            '<a class="qms-link--external" href="https://example.org/x" rel="noopener">a</a>',
        ),
        ("<https://other.org>", '<a href="https://other.org" rel="noopener">https://other.org</a>'),
        ("<a@b.org>", '<a href="mailto:a@b.org">a@b.org</a>'),
        ("[a](#here)", '<a href="#here">a</a>'),
        ("![a *b*](img/x.png 't')", '<img class="qms-link--page" src="/files/img/x.png" title="t" alt="a b">'),
        ("![a](gone.md)", '<img class="qms-link--missing" title="No &quot;gone&quot;" alt="a">'),
        ('<a href="CR-001.md" title="t">a</a>', '<a title="t" class="qms-link--page" href="/QMS/CR-001/">a</a>'),
        (
            'a <img src="img/x.png" alt="CR-1" width=9>',
            'a <img alt="CR-1" width="9" class="qms-link--page" src="/files/img/x.png">',
        ),
        ('<a href="gone.md">a</a>', '<a class="qms-link--missing" title="No &quot;gone&quot;">a</a>'),
        ('<a href="a?b&amp;c">d</a>', '<a href="a?b&amp;c">d</a>'),
    ],
)
def test_links_and_images_are_resolved(render: Render, body: str, html: str) -> None:
    assert render(body).html == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        (["One Two"], ["one-two"]),
        (["a", "a", "a-1", "a"], ["a", "a-1", "a-1-1", "a-2"]),
        (["What's `new`, *now*?"], ["whats-new-now"]),
        (["Größe — 日本語"], ["größe--日本語"]),
        (["!!!", "", "<id> x"], ["section", "section-1", "id-x"]),
        ([r"\_\_init\_\_ x"], ["user-content-__init__-x"]),
        (["CR_1-2 [l](m) <!-- c -->"], ["cr_1-2-l"]),
    ],
)
def test_heading_ids(render: Render, headings: list[str], ids: list[str]) -> None:
    rendered = render("\n\n".join(f"## {heading}" for heading in headings))
    assert [heading.id for heading in rendered.headings] == ids
    assert rendered.anchors == set(ids)
    tree = LexborHTMLParser(rendered.html)
    assert [node.attributes["id"] for node in tree.css("h2")] == ids
    assert [node.attributes["href"] for node in tree.css("h2 > a.qms-permalink")] == [f"#{anchor}" for anchor in ids]


def test_a_heading(render: Render) -> None:
    rendered = render("# CR-1 & `b`\n")
    assert rendered.headings == (Heading(level=1, id="cr-1--b", text="CR-1 & b"),)
    assert rendered.html == f'<h1 id="cr-1--b">CR-1 &amp; <code>b</code>{PERMALINK.format("cr-1--b")}</h1>\n'


def test_items_are_anchored_once(render: Render) -> None:
    rendered = render(
        "## REQ-A-1: x\n\n"
        "|id|t|\n|-|-|\n|REQ-A-2|b|\n|**REQ-A-1**|a|\n|`REQ-A-3`|c|\n\n"
        "**REQ-A-4:** text\n\n- [ ] **REQ-A-5** text\n- text **REQ-A-6**\n"
    )
    anchor = '<a id="{0}" class="qms-item-anchor"></a>'
    assert f'<h2 id="req-a-1-x">{anchor.format("REQ-A-1")}REQ-A-1: x<a ' in rendered.html
    assert [row.attributes for row in LexborHTMLParser(rendered.html).css("tr")] == [
        {},
        {"id": "REQ-A-2", "class": "qms-item"},
        {},
        {"id": "REQ-A-3", "class": "qms-item"},
    ]
    assert f"<p>{anchor.format('REQ-A-4')}<strong>" in rendered.html
    assert f'<li class="task-list-item">{anchor.format("REQ-A-5")}<input' in rendered.html
    assert rendered.anchors == {"req-a-1-x", *(f"REQ-A-{number}" for number in range(1, 6))}


def test_a_table(render: Render) -> None:
    assert render("|a|b|\n|-|-:|\n|`x|y`|CR-1|").html == (
        '<div class="qms-table" tabindex="0" role="region" aria-label="Table"><table class="qms-grid">\n<thead>\n'
        '<tr>\n<th>a</th>\n<th style="text-align:right">b</th>\n</tr>\n</thead>\n<tbody>\n'
        f'<tr>\n<td><code>x|y</code></td>\n<td style="text-align:right">{CR_1}</td>\n</tr>\n</tbody>\n</table></div>\n'
    )


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("```\n\n<a>\n\n```", "\n&lt;a&gt;\n\n"),
        ("```nonsense\nx = 1\n```", "x = 1\n"),
        (
            "```python title=x\n\nx = 1\n```",
            '\n<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>\n',
        ),
        ("    a\n    b", "a\nb\n"),
        ("```", ""),
        ("```json\n" + "1," * 600 + "\n```", "1," * 600 + "\n"),
        ("```json\n" + "1\n" * 120_000 + "```", "1\n" * 120_000),
    ],
)
def test_code_blocks(render: Render, body: str, html: str) -> None:
    rendered = render(body)
    assert rendered.html.replace('<span class="w"> </span>', " ") == (
        f'<div class="highlight"><pre><code>{html}</code></pre></div>\n'
    )
    assert not rendered.has_mermaid


def test_a_long_block_is_highlighted_whole(render: Render) -> None:
    html = render("```python\n" + "x = 1\n" * 5000 + "```").html
    assert html.count('<span class="n">x</span>') == 5000


def test_mermaid(render: Render) -> None:
    rendered = render("```mermaid\na-->b\n```")
    assert rendered.html == '<pre class="mermaid"><code>a--&gt;b\n</code></pre>\n'
    assert rendered.has_mermaid


def test_footnotes(render: Render) -> None:
    rendered = render("a[^x] b[^x]\n\n[^x]: c")
    back = '<a class="footnote-backref" href="#fnref:1{0}" aria-label="Back to the text">↩</a>'
    assert rendered.html == (
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
        ' b<sup id="fnref:1-2"><a class="footnote-ref" href="#fn:1">1</a></sup></p>\n'
        f'<section class="footnote">\n<ol>\n<li id="fn:1"><p>c {back.format("")} {back.format("-2")}</p>\n</li>\n'
        "</ol></section>\n"
    )
    assert rendered.anchors == {"fn:1", "fnref:1", "fnref:1-2"}


def test_details_around_markdown(render: Render) -> None:
    html = render("<details open>\n<summary>CR-1</summary>\n\n- a\n\n</details>\n\nb").html
    assert html == f'<details open="">\n<summary>{CR_1}</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>b</p>\n'


def test_overlapping_mentions_do_not_repeat_text(options: RenderOptions) -> None:
    spans = [(1, 3), (0, 2), (2, 9), (0, 1), (2, 2), (2, 4)]
    mentions = [Mention(start=start, end=end, href=f"{start}{end}", title="") for start, end in spans]
    html = render_body("abcd", replace(options, find_mentions=lambda _: mentions)).html
    assert LexborHTMLParser(html).text() == "abcd\n"
    assert [node.attributes["href"] for node in LexborHTMLParser(html).css("a")] == ["02", "24"]


def test_kept_html_is_passed_on_with_its_links_resolved(options: RenderOptions) -> None:
    body = '<my-box onclick="x()">\n\n<id> <script>a*b*</script> <a onclick=x href="CR-001.md">l</a>\n\n<!-- c -->\n'
    html = render_body(body, replace(options, keep_html=True)).html
    assert '<my-box onclick="x()">' in html
    assert '<id> <script>a<em>b</em></script> <a onclick="x" class="qms-link--page" href="/QMS/CR-001/">l</a>' in html
    assert "<!-- c -->" in html


pieces = st.sampled_from(
    [
        *"[]()!*_~`<>|-:^\n \\#&=+1.a'\"",
        *("\n\n", "```\n", "[^a]", "[^a]: ", "|a|\n|-|\n|", "- [ ] ", "> ", "**", "# "),
        *("<b>", "</b>", "<div>\n\n", "</div>", "<table>", "</td>", "<p>", "<a href='", "<b id=x>", "<svg>"),
        *("<!--", "-->", "<script>", "</script>", "<id>", "\ud800", "REQ-A-1", "CR-1"),
    ]
)


def test_text_that_nests_too_deep_is_shown_as_it_is_written(render: Render) -> None:
    assert LexborHTMLParser(render("> " * 100 + "# a <b>").html).css_first("blockquote pre").text() == "# a <b>\n"


@given(st.binary(max_size=300) | st.lists(pieces).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_a_page(options: RenderOptions, data: bytes) -> None:
    body = read_front_matter(decode_text(data).text).body
    rendered = render_body(body, options)
    assert rendered == render_body(body, options)
    tree = LexborHTMLParser(f"<main>{rendered.html}</main>")
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert set(ids) == rendered.anchors
    assert len(ids) == len(set(ids))
    assert len(tree.css("main h1, main h2")) >= len([heading for heading in rendered.headings if heading.level < 3])
    assert not tree.css("main script, main [onclick]")
    assert len(tree.css("body > *")) == 1
    types = [token.type for token in parse_body(body)]
    assert len(tree.css("pre")) >= types.count("fence") + types.count("code_block")
    assert len(tree.css("tr")) >= types.count("tr_open")


@given(st.lists(pieces).map("".join))
def test_surrogates_in_text_do_no_harm(body: str) -> None:
    render_body(body, RenderOptions(resolve_link=lambda *_: None, find_mentions=lambda _: (), item_id=lambda _: None))


def test_a_note_of_the_host_stands_after_what_the_cell_says(options: RenderOptions) -> None:
    note = CellNote(word="corroborated", title='by "a" & b')
    body = "text\n\n|id|by|\n|-|-|\n|1|<b>ada</b>|\n|2|eve|\n"
    html = render_body(body, replace(options, notes_by_cell={(4, 1): note, (9, 1): note})).html
    assert (
        '<td><b>ada</b> <span class="qms-support qms-support--corroborated" '
        'title="by &quot;a&quot; &amp; b" data-search-exclude="">corroborated</span></td>' in html
    )
    assert "<td>eve</td>" in html
    assert html.count("qms-support--") == 1
