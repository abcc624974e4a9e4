"""XML of reports: whoever wrote it may be hostile, so entities are refused and sizes are bounded."""

from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException, ElementTree

MAX_REPORT_BYTES = 64 * 1024 * 1024
"""Larger reports are not read: as elements they take ten times their size in memory."""


class ReportProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What kept a report, or a part of it, from being read; ``line`` is None for the whole file."""

    path: str
    message: str
    line: int | None = None


def check_size(path: str, data: bytes) -> ReportProblem | None:
    """A problem if a report is larger than is read."""
    if len(data) <= MAX_REPORT_BYTES:
        return None
    size = -(-len(data) // 1024)
    return ReportProblem(
        path=path, message=f"has {size} KiB, more than the {MAX_REPORT_BYTES // 1024} up to which reports are read"
    )


def parse_xml(path: str, data: bytes) -> Element | ReportProblem:
    """The root element, or why there is none. A document type is let through, as Cobertura has one; entities are not."""
    if problem := check_size(path, data):
        return problem
    try:
        root: Element = ElementTree.fromstring(data)
    except DefusedXmlException:
        return ReportProblem(path=path, message="declares entities or refers to other files, and is not read")
    except ParseError as error:
        reason, _, _ = str(error).partition(":")
        return ReportProblem(path=path, line=error.position[0], message=f"is not valid XML: {reason}")
    except (LookupError, ValueError) as error:
        return ReportProblem(path=path, message=f"is not valid XML: {error}")
    return root


def tag_of(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
