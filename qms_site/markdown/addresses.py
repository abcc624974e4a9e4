"""Bare addresses that become links: only those written with their scheme."""

from linkify_it import LinkifyIt


class WrittenAddresses(LinkifyIt):  # type: ignore[misc]  # the library has no types
    """Finds `https://...`, `mailto:...` and their like; `setup.py` and `10.0.0.1` are no addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})

    def pretest(self, text: str) -> bool:
        """Whether Markdown source may hold an address."""
        # The library's own question is one expression with all top-level domains, a tenth of the time of a whole run.
        return ("//" in text or "mailto:" in text.lower()) and bool(super().pretest(text))
