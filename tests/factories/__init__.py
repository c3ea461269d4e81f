"""Builders for the tests. Content goes through ``courses.content.build`` and people through the verbs, like the demo's."""
