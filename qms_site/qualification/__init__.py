"""Qualification: what the documents and, later, the evidence of a system allow it to be called."""
