"""Rules: one rule, one file, one permanent code. A rule is a pure generator over the Project; its docstring is its page."""
