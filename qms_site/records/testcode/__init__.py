"""Test functions and requirement markers in source code, found without running, importing or compiling it."""
