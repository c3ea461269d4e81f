"""A whole course as one file, so that two federations can exchange it; and Word files that become courses.

The file is a ZIP: ``course.json`` with texts, quizzes, laws and what is known of the translations, ``media/`` with the files
by their hash, ``checksums.json``. Keys are stable and days are left out: export, import elsewhere, export again is the same.
"""
