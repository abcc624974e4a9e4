"""Settings: ``qms.toml`` over a profile. The model says what may be written, loading says where it is found."""

from qms_site.settings.lifecycles import Lifecycle, Stage
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
    Exemption,
    PersonSettings,
    RepositorySettings,
    Settings,
    SystemSettings,
)
from qms_site.settings.values import ProfileName

__all__ = [
    "SETTINGS_FILE",
    "BranchRule",
    "DocumentType",
    "ExceptionSettings",
    "Exemption",
    "Lifecycle",
    "PersonSettings",
    "ProfileName",
    "RepositorySettings",
    "Settings",
    "Stage",
    "SystemSettings",
    "find_settings",
    "load_settings",
    "parse_settings",
]
