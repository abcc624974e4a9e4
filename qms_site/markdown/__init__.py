"""The one reader and renderer of controlled-document bodies.

What is parsed is what is shown: records, rules and pages all read the tokens of `parsing.parse_body`, so a
change to the grammar (`parsing`, `cells`, `placeholders`) changes them together. Pure: text in, values out.
"""
