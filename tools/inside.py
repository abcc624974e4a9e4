"""Seconds that the engine needs inside one process, its start apart: ``python tools/inside.py`` in a repository.

``reading`` is for all that is read of the work tree and of git's history, ``whole`` for the whole way to the findings, both of
the processor and without git; ``waiting`` is the reading by the clock, git included.
"""

import json
import time
from pathlib import Path

from qms_site.assembly import build_project
from qms_site.engine import Request, find_scope, judge_project, read_snapshot


def main() -> None:
    """Go the way that ``check`` goes, and print how long it took."""
    scope = find_scope(Request(folder=Path()))
    begun, clock = time.process_time(), time.perf_counter()
    snapshot = read_snapshot(scope, None)
    _ = snapshot.history  # a run does not wait for it here, but parses
    read, waiting = time.process_time(), time.perf_counter() - clock
    judge_project(build_project(snapshot, scope.settings, scope.documents_root, base=scope.base))
    print(json.dumps({"reading": read - begun, "waiting": waiting, "whole": time.process_time() - begun}))


if __name__ == "__main__":
    main()
