"""Bytes to records: what each file of a quality system says, with its lines, and nothing of what it means to others."""
