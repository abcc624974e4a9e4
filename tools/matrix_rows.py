"""Write the rows of the trace matrix of this project anew, from the requirements that its tests name.

``python tools/matrix_rows.py`` puts them into the matrix; ``--check`` only says whether it has them, and exits 1 if not.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from qms_site.engine import Request, run
from qms_site.project import Project
from qms_site.text import natural_key

ROOT = Path(__file__).parent.parent
SPECIFICATION = "SDLC-SITE-RS"
MATRIX = ROOT / "QMS/SDLC-SITE/SDLC-SITE-RTM.md"
_ROWS = re.compile(r"(?<=\|---\|---\|---\|\n)(?:\| REQ-.*\|\n)*")


def matrix_rows(project: Project) -> Iterator[str]:
    """A row for each requirement that a test names, in the order of the specification."""
    tests: dict[str, list[str]] = defaultdict(list)
    for state in project.verifications.states:
        if state.repository is None:
            for test in state.tests:
                for item in test.verifies:
                    tests[item].append(test.id)
    for item in project.documents_by_id[SPECIFICATION].file.contents.items:
        if item.id in tests:
            named = ", ".join(f"`{test}`" for test in sorted(set(tests[item.id]), key=natural_key))
            yield f"| {item.id} | Test | {named} |\n"


def main(arguments: list[str]) -> int:
    """Write the rows, or say that they are not those that the tests give."""
    text = MATRIX.read_text(encoding="utf-8")
    rows = "".join(matrix_rows(run(Request(folder=ROOT)).project))
    written = _ROWS.sub(lambda _: rows, text, count=1)
    if "--check" in arguments:
        return 0 if written == text else 1
    MATRIX.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
