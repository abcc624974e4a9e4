"""The only room with input: what is in a work tree, a revision or a git history, read into plain data."""
