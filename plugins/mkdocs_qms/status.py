"""Plugin ``qms-status``: the inventory of systems, the readiness of each, and badges, in the build of ``qms``."""

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from mkdocs_qms.documents import DocumentsPlugin

_OWNER = "qms"


class StatusConfig(Config):  # type: ignore[no-untyped-call]  # the host's own hook has no types
    """Options of the plugin ``qms-status``: none yet; what concerns the quality system itself stands in ``qms.toml``."""


class StatusPlugin(BasePlugin[StatusConfig]):  # type: ignore[no-untyped-call]
    """Asks the plugin ``qms``, which owns the run, to show the readiness of systems and to write badges too."""

    @event_priority(90)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """After ``qms`` began its build, and before it plans its pages."""
        owner = config.plugins.get(_OWNER)
        if not isinstance(owner, DocumentsPlugin):
            message = "the plugin qms-status needs the plugin qms: add the line '- qms' to the plugins in mkdocs.yml"
            raise PluginError(message)
        owner.has_status = True
        return config
