"""Seconds of processor that the engine needs inside one process, its start apart: ``python tools/inside.py`` in a repository.

``reading`` is all that is read of the work tree and of git's history, ``whole`` the way from there to the findings.
"""

import json
import time
from pathlib import Path

from qms_site.assembly import build_project
from qms_site.engine import Request, find_scope, judge_project, read_snapshot


def main() -> None:
    """Go the way that ``check`` goes, and print how long it took."""
    scope = find_scope(Request(folder=Path()))
    begun = time.process_time()
    snapshot = read_snapshot(scope, None)
    read = time.process_time()
    judge_project(build_project(snapshot, scope.settings, scope.documents_root, base=scope.base))
    print(json.dumps({"reading": read - begun, "whole": time.process_time() - begun}))


if __name__ == "__main__":
    main()
