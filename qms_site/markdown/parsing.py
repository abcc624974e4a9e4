"""The grammar of document bodies: GitHub-flavoured Markdown, with tables, tags and footnotes of our own reading.

Tokens carry 0-based lines of the body in `.map`, table rows included.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from qms_site.markdown.addresses import WrittenAddresses
from qms_site.markdown.brackets import bounded_helpers
from qms_site.markdown.cells import code_aware_table
from qms_site.markdown.footnotes import move_footnotes
from qms_site.markdown.nesting import PARSER_LIMIT, TOO_DEEP, keep_deep_text
from qms_site.markdown.placeholders import known_html_block, mark_placeholders
from qms_site.markdown.positions import code_span, inline_image, inline_link
from qms_site.markdown.tasks import mark_tasks
from qms_site.markdown.unclosed import noted_fence

# What a rule of this grammar begins with. By default the parser also asks all its rules at each `-`, `$`, `{` and so on: at
# every part of an id.
_MARK = re.compile(r"[\n\\`*_~\[\]!<&:]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def make_reader() -> MarkdownIt:
    """The one configured parser of this process. It keeps nothing between two parses."""
    options = {"html": True, "linkify": True, "maxNesting": PARSER_LIMIT}
    reader = MarkdownIt("commonmark", options).enable(["strikethrough", "linkify"])
    reader.linkify = WrittenAddresses()
    # `^[...]` stays text: GitHub has no inline footnotes, and regular expressions look like them.
    reader.use(footnote_plugin, inline=False, move_to_end=False).use(deflist_plugin)
    reader.enable("table").block.ruler.at("table", code_aware_table, {"alt": ["paragraph", "reference"]})
    reader.block.ruler.before("table", TOO_DEEP, keep_deep_text)
    reader.block.ruler.at("fence", noted_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    reader.block.ruler.at("html_block", known_html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    reader.inline.terminator_re = _MARK
    reader.inline.ruler.at("backticks", code_span)
    reader.inline.ruler.at("link", inline_link)
    reader.inline.ruler.at("image", inline_image)
    reader.helpers = bounded_helpers  # type: ignore[assignment]  # only its three functions are asked for
    reader.core.ruler.push("placeholders", mark_placeholders)
    reader.core.ruler.push("tasks", mark_tasks)
    reader.core.ruler.push("footnotes", move_footnotes)
    return reader


def parse_body(body: str) -> list[Token]:
    """Tokens of a body; never raises. Time grows linearly with the text; no body is too long to be parsed.

    Half of an astral character, which no file can hold and no page can show, is read as U+FFFD.
    """
    return make_reader().parse(_LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", body), {})
