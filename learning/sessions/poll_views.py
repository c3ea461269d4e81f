"""Questions put to the room: by phones, by show of hands, or by coloured cards that the facilitator counts."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from learning.sessions.polling import bars_of, end_poll, open_poll, put_poll, ready_polls
from learning.sessions.project import register_of
from learning.sessions.views import led_session
from learning.sessions.words import PollColour


class PollForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    prompt = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=200,
        help_text=gettext_lazy("About knowledge or opinion. Never about anybody's own life."),
    )
    options = forms.CharField(
        label=gettext_lazy("Answers, one a line"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Two to four. Each gets a letter, a colour and a shape."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class CountForm(forms.Form):
    """Hands or cards, besides the phones."""

    how = forms.ChoiceField(
        label=gettext_lazy("Counted by"),
        choices=[("hands", gettext_lazy("show of hands")), ("cards", gettext_lazy("coloured cards"))],
    )

    def __init__(self, *args, poll, **kwargs):
        super().__init__(*args, **kwargs)
        self.letters = PollColour.values[: len(poll.options)]
        for letter, text in zip(self.letters, poll.options, strict=False):
            self.fields[letter] = forms.IntegerField(
                label=f"{letter.upper()} {text}", required=False, min_value=0, max_value=2000
            )

    def hands(self) -> dict:
        return {letter: self.cleaned_data[letter] or 0 for letter in self.letters}


@led_session
@require_http_methods(["GET", "POST"])
def polls(request, session):
    """What was asked and what can be asked. ``?ready=1`` fills in one of those that are ready."""
    ready = ready_polls()
    form = PollForm(request.POST or None, initial=_initial(request.GET.get("ready", ""), ready))
    if request.method == "POST" and not session.is_closed and form.is_valid():
        data = form.cleaned_data
        try:
            put_poll(
                session=session,
                key=data["key"],
                prompt=data["prompt"],
                options=data["options"].splitlines(),
            )
            return redirect("session-polls", session.uuid)
        except ValidationError as error:
            form.add_error("options", error)
    counted = register_of(session).polls
    asked = [
        (poll, bars_of(poll, counted[str(poll.uuid)]["counts"]) if str(poll.uuid) in counted else None)
        for poll in session.polls.all()
    ]
    context = {"session": session, "form": form, "asked": asked, "ready": ready}
    return render(request, "learning/sessions/polls.html", context)


@led_session
@require_POST
def poll_open(request, session, poll_uuid):
    try:
        open_poll(poll=get_object_or_404(session.polls, uuid=poll_uuid))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("session-polls", session.uuid)
    return redirect("session-poll-end", session.uuid, poll_uuid)


@led_session
@require_http_methods(["GET", "POST"])
def poll_end(request, session, poll_uuid):
    """Count hands or cards, add the phones, show the bars."""
    poll = get_object_or_404(session.polls, uuid=poll_uuid)
    form = CountForm(request.POST or None, poll=poll)
    if request.method == "POST" and form.is_valid():
        receipt = end_poll(poll=poll, by=request.user, hands=form.hands(), how=form.cleaned_data["how"])
        if receipt.status != "refused":
            messages.success(request, _("Counted."))
            return redirect("session-polls", session.uuid)
        form.add_error(None, receipt.message)
    context = {"session": session, "poll": poll, "form": form}
    return render(request, "learning/sessions/poll_end.html", context)


def _initial(number, ready) -> dict:
    if not number.isdigit() or int(number) >= len(ready):
        return {}
    prompt, options = ready[int(number)]
    return {"prompt": prompt, "options": "\n".join(options)}
