"""Every figure that the README claims, as one command: `python -m bench`."""
