"""Settings: ``qms.toml`` over a profile. The model says what may be written, loading says where it is found."""

from qms_site.settings.loading import (
    SETTINGS_FILE,
    find_settings,
    load_settings,
    parse_settings,
)
from qms_site.settings.model import (
    BranchRule,
    DocumentType,
    ExceptionSettings,
    Lifecycle,
    RepositorySettings,
    Settings,
    Stage,
    SystemSettings,
)

__all__ = [
    "SETTINGS_FILE",
    "BranchRule",
    "DocumentType",
    "ExceptionSettings",
    "Lifecycle",
    "RepositorySettings",
    "Settings",
    "Stage",
    "SystemSettings",
    "find_settings",
    "load_settings",
    "parse_settings",
]
