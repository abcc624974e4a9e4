"""Pure renderers of a run: each takes a value and gives text. The output formats are contracts."""
