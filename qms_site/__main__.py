"""``python -m qms_site`` is ``qms-site``."""

from qms_site.cli import main

main()
