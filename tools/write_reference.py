"""Write the generated pages of docs/reference: rules from their docstrings, settings and facts from their models."""

import sys
from pathlib import Path

from qms_site.reports.reference import reference_files

DOCS = Path(__file__).parent.parent / "docs" / "reference"


def main() -> int:
    """Write every page; with ``--check`` only say which are stale."""
    stale = [name for name, text in reference_files().items() if _read(DOCS / name) != text]
    if "--check" in sys.argv:
        print("\n".join(f"{DOCS / name} is stale: make reference" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(reference_files()[name], encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
