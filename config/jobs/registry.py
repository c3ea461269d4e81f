"""Which function does which kind of job. Apps register theirs in their root ``tasks.py``."""

HANDLERS = {}


def handles(kind: str):
    """Decorator: ``handler(job, **job.arguments)`` does jobs of ``kind`` and returns a JSON-able result or None.

    A handler must be harmless when it runs twice. ``PermanentJobError`` ends the job without another try.
    """

    def register(function):
        if HANDLERS.get(kind, function) is not function:
            raise RuntimeError(f"two handlers for the kind of job {kind!r}")
        HANDLERS[kind] = function
        return function

    return register


class PermanentJobError(Exception):
    """This will not get better by trying again; the message is shown to the person who asked."""
