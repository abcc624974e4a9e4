"""The first minutes with a repository: look at what is there, and propose a ``qms.toml`` and a ``mkdocs.yml`` that fit."""
