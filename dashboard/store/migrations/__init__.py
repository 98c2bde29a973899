"""How a database comes from one version of the tables to the next, and back.

A file of `versions` never changes once it was released, and reads nothing of `models.py`, which
goes on changing. On SQLite a table that is made anew loses its triggers: make them anew too.
"""
