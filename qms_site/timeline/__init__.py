"""States over time: one series of events per document, whichever source it has, and the versions in force."""
