"""Error pages that need a view of their own."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere: say so in words, and how to go on."""
    return render(request, "errors/csrf.html", status=403)
