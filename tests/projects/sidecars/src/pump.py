def start() -> None:
    """Open the valve, then start the motor."""
