"""The site as HTML, for whatever hosts it: page list, addresses, templates, assets. Knows nothing of MkDocs."""
