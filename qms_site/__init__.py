"""qms-site: controlled documents and git history, read together, judged and published."""

__version__ = "0.1.0"
