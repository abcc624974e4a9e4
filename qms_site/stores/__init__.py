"""What is kept between runs, passed on as mappings. Nothing here may change a result: what cannot be had again is read again."""
