"""A trainer's home in the CMS: her courses and what state they are in, what waits for her, one click from each to its place."""
