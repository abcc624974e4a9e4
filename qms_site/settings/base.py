"""What every table of ``qms.toml`` has in common: unknown keys are errors, nothing changes after loading."""

import re

from pydantic import BaseModel, ConfigDict


class SettingsTable(BaseModel):
    """A table. Its keys are written with ``-`` where Python has ``_``."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )


def normalise_status(written: str) -> str:
    """``In review``, ``in-review`` and ``IN_REVIEW`` are one status: capitals, words joined by ``_``."""
    return re.sub(r"[\s_-]+", "_", written.strip()).upper()
