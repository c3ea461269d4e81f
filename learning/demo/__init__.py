"""The demo site: a sample federation with invented people, and enough history that reports mean something.

Everything goes through the same verbs as the real thing. Never on a site for people: see ``manage.py demo``.
"""
