"""MkDocs plugins over the qms-site engine; each is a thin adapter."""
