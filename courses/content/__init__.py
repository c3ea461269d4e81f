"""The courses that ship with the library, as YAML files, and what builds them.

One folder a course; ``build.py`` turns the files (or mappings of the same shape) into pages, quizzes and questions.
"""
