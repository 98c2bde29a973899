"""Layouts: Dash components made of views."""
