"""Checks while writing: what a careful colleague would mark. They advise; what forbids stands in ``courses/publishing.py``."""
