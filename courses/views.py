"""Pages that are the same everywhere: help, and how one wants to read."""

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from courses.reading_choices import (
    COOKIE,
    COOKIE_SECONDS,
    ReadingChoices,
    ReadingChoicesForm,
    page_to_go_back_to,
    reading_choices,
)


class HelpView(TemplateView):
    template_name = "help.html"


@csrf_exempt  # knows nobody and changes only how this browser shows things, so that no other cookie has to be set
def how_i_read(request):
    """Size of the text, colours, pictures: for this browser, without an account and without a script."""
    back = page_to_go_back_to(request, request.POST.get("back") or request.GET.get("back", ""))
    form = ReadingChoicesForm(request.POST or None, initial=vars(reading_choices(request)))
    if request.method == "POST" and form.is_valid():
        response = redirect(back or request.path)
        choices = ReadingChoices(**form.cleaned_data)
        if choices == ReadingChoices():
            response.delete_cookie(COOKIE)
        else:
            response.set_cookie(
                COOKIE,
                choices.as_cookie(),
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response
    return render(request, "reading.html", {"form": form, "back": back})
