"""Callbacks: what happens when somebody comes or chooses. One `register` a page."""
