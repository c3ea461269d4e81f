"""Finding a course or a lesson by a word, in any script, on SQLite and PostgreSQL alike."""
