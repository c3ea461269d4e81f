"""Durable slow work: a row per job, and a task that only carries the row's key.

A broker can lose a message when a worker dies. The row cannot: a sweeper sends it again. See ``enqueue.py`` for how to
ask for work and ``registry.py`` for how to offer it.
"""
