"""Commits as evidence: pure functions of what git told, without asking it anything."""
