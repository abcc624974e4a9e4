"""What other programs rely on by name: entry points, the script, the version, the contract of the facts."""

from importlib.metadata import distribution, entry_points

from mkdocs.plugins import BasePlugin

import qms_site
from qms_site.reports.facts import SCHEMA, Facts, facts_schema


def test_the_version_is_that_of_the_package() -> None:
    assert qms_site.__version__ == distribution("qms-site").version


def test_the_host_finds_the_plugin_by_its_name() -> None:
    (found,) = entry_points(group="mkdocs.plugins", name="qms")
    assert issubclass(found.load(), BasePlugin)


def test_every_plugin_of_this_package_can_be_loaded() -> None:
    own = [point for point in entry_points(group="mkdocs.plugins") if point.value.startswith("mkdocs_qms")]
    assert {point.name for point in own} >= {"qms"}
    assert all(issubclass(point.load(), BasePlugin) for point in own)


def test_the_script_has_its_name() -> None:
    (found,) = entry_points(group="console_scripts", name="qms-site")
    assert callable(found.load())


def test_options_of_the_plugin_keep_their_names() -> None:
    (found,) = entry_points(group="mkdocs.plugins", name="qms")
    assert set(found.load().config_class()) >= {"config", "rev", "as_of", "home", "section"}


def test_keys_of_the_facts_are_added_and_never_renamed() -> None:
    assert SCHEMA == "qms-site/facts/1"
    keys = {name: set(definition["properties"]) for name, definition in facts_schema()["$defs"].items()}
    assert keys[Facts.__name__] >= {"schema", "project", "repositories", "documents", "findings"}
    assert keys["ProjectFacts"] >= {"name", "revision", "date", "as_of", "profile"}
    assert keys["RepositoryFacts"] >= {"name", "path", "head", "available"}
    assert keys["VersionFacts"] >= {"version", "state", "path", "digest", "from", "to"}
    assert keys["DocumentFacts"] >= {
        *("id", "type", "title", "status", "version", "path", "parent", "children"),
        *("status_source", "in_force", "draft", "versions"),
    }
    assert keys["FindingFacts"] >= {
        *("code", "severity", "message", "path", "line", "subject", "fingerprint", "accepted"),
    }
