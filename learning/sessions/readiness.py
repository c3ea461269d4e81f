"""Who is ready to teach what. Sessions know no certificates: whoever knows them answers (``answers_for_certificates``)."""

_answers = []


def answers_for_certificates(function):
    """Decorator: ``function(users, day) -> {(user pk, course key)}`` of those who hold a certificate on that day."""
    _answers.append(function)
    return function


def not_ready(users, course_keys, day) -> list:
    """Those of ``users`` who lack a current certificate for one of the courses, in their order. Nobody answers: nobody lacks."""
    if not _answers or not course_keys:
        return []
    held = set().union(*(answer(users, day) for answer in _answers))
    return [user for user in users if any((user.pk, str(key)) not in held for key in course_keys)]
