"""The traceability graph: typed links with places. Built once by a function; nobody adds to it later."""
