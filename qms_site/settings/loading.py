"""Find ``qms.toml``, lay it over its profile, and say everything that is wrong with it at once."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qms_site.errors import SettingsError
from qms_site.settings.base import normalise_status
from qms_site.settings.model import Settings
from qms_site.settings.values import ProfileName

SETTINGS_FILE = "qms.toml"


def find_settings(start: Path) -> Path | None:
    """The nearest ``qms.toml`` in ``start`` or a folder above it."""
    return next((path for folder in (start, *start.parents) if (path := folder / SETTINGS_FILE).is_file()), None)


def load_settings(path: Path | None) -> Settings:
    """Settings from a file, or the bare profile where there is none. Raises SettingsError with all problems."""
    if path is None:
        return parse_settings("", SETTINGS_FILE)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: cannot be read: {error}"]) from error
    return parse_settings(text, str(path))


def parse_settings(text: str, name: str) -> Settings:
    """Settings from the text of a ``qms.toml``; ``name`` is how problems call the file."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{name}: is not TOML: {error}"]) from error
    merged = _overlay(_without_overruled(_read_profile(written), written), written)
    problems = list(_names_that_lead_nowhere(merged))
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as error:
        problems = [*(_describe(problem) for problem in error.errors()), *problems]
        raise SettingsError(f"{name}: {problem}" for problem in problems) from error
    if problems:
        raise SettingsError(f"{name}: {problem}" for problem in problems)
    return settings


def _names_that_lead_nowhere(merged: Mapping[str, Any]) -> Iterator[str]:
    """Names of lifecycles and repositories that nothing defines; looked up in what is written, whatever else is wrong."""
    lifecycles = _table(merged.get("lifecycles"))
    for name, type_ in _table(merged.get("types")).items():
        wanted = _table(type_).get("lifecycle")
        if isinstance(wanted, str) and wanted not in lifecycles:
            known = ", ".join(sorted(lifecycles))
            yield f"types.{name}.lifecycle: there is no lifecycle {wanted!r}; there are {known}"
    states = _states_of(lifecycles.values())
    yield from _states_that_are_none("aliases", _table(merged.get("aliases")), states)
    for name, lifecycle in lifecycles.items():
        own = _states_of((lifecycle,))
        for table in ("aliases", "steps"):
            yield from _states_that_are_none(f"lifecycles.{name}.{table}", _table(_table(lifecycle).get(table)), own)
        yield from _states_that_are_none(f"lifecycles.{name}", {"first": _table(lifecycle).get("first")}, own)
        yield from _states_that_are_none(f"lifecycles.{name}.steps", {step: step for step in _steps(lifecycle)}, own)
    for name, type_ in _table(merged.get("types")).items():
        own = _states_of((lifecycles.get(_table(type_).get("lifecycle", "non-executable")),))
        yield from _states_that_are_none(f"types.{name}", {"first": _table(type_).get("first")}, own)
    yield from _delegates_that_are_nobody(_table(merged.get("people")))
    systems = merged.get("system")
    names = [_table(system).get("name") for system in systems] if isinstance(systems, list) else []
    for index, taken in enumerate(names):
        if isinstance(taken, str) and taken in names[:index]:
            yield f"system[{index}].name: there is a system {taken!r} already"
    for index, system in enumerate(systems if isinstance(systems, list) else []):
        wanted = _table(system).get("repository")
        if isinstance(wanted, str) and wanted not in _table(merged.get("repositories")):
            yield f"system[{index}].repository: there is no [repositories.{wanted}]"


def _delegates_that_are_nobody(people: Mapping[str, Any]) -> Iterator[str]:
    for name, person in people.items():
        wanted = _table(person).get("delegate")
        if isinstance(wanted, str) and wanted not in people:
            yield f"people.{name}.delegate: there is no [people.{wanted}]"


def _states_that_are_none(place: str, table: Mapping[str, object], states: set[str]) -> Iterator[str]:
    """Texts in a table of states, or of lists of states, that name none."""
    for key, value in table.items():
        for state in value if isinstance(value, list) else (value,):
            if not isinstance(state, str) or normalise_status(state) in states:
                continue
            close = difflib.get_close_matches(normalise_status(state), states, n=1)
            yield f"{place}.{key}: there is no state {state!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def _states_of(lifecycles: Iterable[object]) -> set[str]:
    states = (_table(_table(lifecycle).get("states")) for lifecycle in lifecycles)
    return {normalise_status(state) for table in states for state in table}


def _steps(lifecycle: object) -> Mapping[str, Any]:
    return _table(_table(lifecycle).get("steps"))


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _without_overruled(profile: Mapping[str, Any], written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A profile without what its lifecycles say of a status that ``[aliases]`` gives another meaning in them."""
    own = {normalise_status(key): value for key, value in _table(written.get("aliases")).items()}

    def kept(lifecycle: Mapping[str, Any]) -> Mapping[str, Any]:
        states = _states_of((lifecycle,))
        overruled = {key for key, value in own.items() if isinstance(value, str) and normalise_status(value) in states}
        aliases = _table(lifecycle.get("aliases"))
        return {**lifecycle, "aliases": {key: value for key, value in aliases.items() if key not in overruled}}

    lifecycles = _table(profile.get("lifecycles"))
    return {**profile, "lifecycles": {name: kept(lifecycle) for name, lifecycle in lifecycles.items()}}


def _read_profile(written: Mapping[str, Any]) -> Mapping[str, Any]:
    project = written.get("project")
    name = project.get("profile") if isinstance(project, dict) else None
    # An unknown name falls back here, and is reported by the model beside every other problem.
    return _profile(str(name) if name in get_args(ProfileName) else "gmp")


def _profile(name: str) -> Mapping[str, Any]:
    """A profile over the one that it extends."""
    file = resources.files("qms_site.settings").joinpath("profiles", f"{name}.toml")
    own = tomllib.loads(file.read_text(encoding="utf-8"))
    base = own.pop("extends", None)
    return _overlay(_profile(base), own) if base else own


def _overlay(base: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge key by key; anything else that is written replaces what the profile says."""
    merged = dict(base)
    for key, value in above.items():
        below = merged.get(key)
        merged[key] = _overlay(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _describe(problem: ErrorDetails) -> str:
    location = problem["loc"]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if problem["type"] == "extra_forbidden":
        return f"{path}: there is no such key{_suggest(location)}"
    message = problem["msg"].removeprefix("Value error, ")
    message = re.sub(r"valid dictionary or instance of \w+|valid dictionary", "table", message).replace(
        "valid tuple", "list"
    )
    return f"{path}: {message}" if path else message


def _suggest(location: tuple[int | str, ...]) -> str:
    known = _keys_at(Settings, location[:-1])
    close = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}" if known else ""


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Names of the keys that the table at a location may have."""
    for part in location:
        field = next((field for name, field in model.model_fields.items() if part in (name, field.alias)), None)
        if field is None:
            continue  # an index into a list, or the free key of a table of tables: the model stays
        inner = _model_in(field.annotation)
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in getattr(annotation, "__args__", ()) if (found := _model_in(inner))), None)
