from qms_site.markdown.shown_lines import shown_lines

BODY = """# One `two`

**Three** ~~four~~ five <!-- six -->
seven <del>eight</del> nine

| a | ~~b~~ | c |
|---|---|---|
| 1 | `2` | **3** |

```
fence
```

> quoted

> [!NOTE]
> noted

    indented

- entry
  goes on

  > quoted within
"""


def test_each_line_says_what_stands_there_and_nothing_that_illustrates() -> None:
    said = {number: line.strip() for number, line in enumerate(shown_lines(BODY), start=1) if line.strip()}
    assert said == {
        1: "One two",
        3: "Three  five",
        4: "seven  nine",
        6: "a | c",
        8: "1 | 2 | 3",
        16: "[!NOTE]",
        17: "noted",
        21: "entry",
        22: "goes on",
    }


def test_there_are_as_many_lines_as_in_the_body() -> None:
    assert len(shown_lines(BODY)) == BODY.count("\n") + 1
    assert shown_lines("") == [""]
    assert shown_lines("a\rb\r\nc") == ["a", "b", "c"]
