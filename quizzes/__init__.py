"""Asking and marking. Knows people only as an opaque registration, and knows no course and no unit."""
