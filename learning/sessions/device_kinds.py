"""THE table of what a phone can write down: it draws its forms from here, so a new kind of fact is one entry.

``about``: "session" or "line" (a line of the register has to be chosen first). ``once``: what is written later corrects what
stands. ``screen``: the few that have a screen of their own on the phone ("notice", "register", "hands", "answers"); all others
are drawn from their fields. ``always``: what each such fact says besides. ``own_key``: each has a key of its own, as polls do.
What a fact may say is checked by the server alone (``payloads.py``).
"""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from learning.sessions.models import AgeBand, CarerRole, RegisterEntry
from learning.sessions.words import (
    Channel,
    Feedback,
    FeedbackMark,
    Heard,
    NoteAbout,
    Observed,
    ObservedMark,
    PollColour,
    Source,
    SpokenLanguage,
    Trait,
)


@dataclass(frozen=True)
class Asked:
    """One field. ``type``: number, choice, yes, text or lines (long text). ``choices``: ``[[value, label]]``.

    ``name`` may be a path into the payload (``marks.clear``). The field ``text`` goes beside the payload, as ``beside.py`` wants it.
    """

    name: str
    label: str
    type: str
    choices: list = field(default_factory=list)
    most: int = 0
    required: bool = False
    help: str = ""


@dataclass(frozen=True)
class DeviceKind:
    kind: str
    title: str
    about: str
    lead: str = ""
    fields: list = field(default_factory=list)
    once: bool = False
    screen: str = ""
    always: dict = field(default_factory=dict)
    own_key: bool = False


def device_kinds() -> list[dict]:
    """The table in the active language, JSON-able, in the order of a session."""
    return [asdict(kind) for kind in _kinds()]


def _kinds() -> list[DeviceKind]:
    return [*_of_the_register(), *_of_the_test(), *_counts(), *_voices(), *_of_the_facilitator()]


def _of_the_register() -> list[DeviceKind]:
    return [
        DeviceKind("notice-given", _("Say what is kept"), "session", screen="notice"),
        DeviceKind("entered", _("Register"), "line", screen="register", fields=_about_her()),
        DeviceKind("attended", _("Who came"), "line", once=True, fields=_attendance()),
        DeviceKind(
            "consent-withdrawn",
            _("She takes her consent back"),
            "line",
            lead=_(
                "Her name is removed here at once, and everywhere else when this phone is next online. The counts stay."
            ),
        ),
    ]


def _of_the_test() -> list[DeviceKind]:
    return [
        DeviceKind("test-counted", _("Test"), "session", screen="hands", once=True),
        DeviceKind(
            "test-answered",
            _("Her answers"),
            "line",
            screen="answers",
            once=True,
            always={"how": "paper"},
        ),
    ]


def _counts() -> list[DeviceKind]:
    return [
        DeviceKind(
            "heads-counted",
            _("Count heads"),
            "session",
            lead=_(
                "Children under 14, and everybody who is not in the register: they are counted, and nothing else is kept about them."
            ),
            once=True,
            fields=[
                Asked("under_14", _("Children under 14"), "number", most=2000, required=True),
                Asked(
                    "others", _("Others without a line in the register"), "number", most=2000, required=True
                ),
            ],
        ),
        DeviceKind(
            "poll-counted",
            _("Count coloured cards"),
            "session",
            own_key=True,
            always={"how": "cards"},
            fields=[
                Asked("people", _("How many people answered"), "number", most=2000, required=True),
                *(
                    Asked(f"counts.{code}", str(label), "number", most=2000)
                    for code, label in PollColour.choices
                ),
            ],
        ),
        DeviceKind(
            "traits-tallied",
            _("Voluntary tallies"),
            "session",
            once=True,
            lead=_("Say first that nobody has to answer. Counts of the whole room, never beside a person."),
            fields=[
                Asked("voluntary", _("I have said that nobody has to answer"), "yes", required=True),
                *(Asked(f"counts.{code}", str(label), "number", most=2000) for code, label in Trait.choices),
            ],
        ),
    ]


def _voices() -> list[DeviceKind]:
    marks = _choices(FeedbackMark.choices)
    return [
        DeviceKind(
            "feedback-given",
            _("Feedback of one person"),
            "session",
            always={"how": "read-aloud"},
            fields=[
                Asked(f"marks.{code}", str(label), "choice", choices=marks)
                for code, label in Feedback.choices
            ],
        ),
        DeviceKind(
            "feedback-counted",
            _("Feedback cards together"),
            "session",
            once=True,
            fields=[
                Asked("people", _("How many cards"), "number", most=2000, required=True),
                *(
                    Asked(f"counts.{code}.{mark}", f"{label} {word}", "number", most=2000)
                    for code, label in Feedback.choices
                    for mark, word in FeedbackMark.choices
                ),
            ],
        ),
    ]


def _of_the_facilitator() -> list[DeviceKind]:
    return [
        DeviceKind(
            "note-written",
            _("Note for the safeguarding contact"),
            "session",
            lead=_(
                "It goes to the safeguarding contact of the unit alone. Do not promise secrecy. If somebody is in danger now, call 110."
            ),
            fields=[
                Asked("about", _("About"), "choice", choices=_choices(NoteAbout.choices), required=True),
                Asked("urgent", _("It is urgent"), "yes"),
                Asked("text", _("What she has to know"), "lines", most=2000, required=True),
            ],
        ),
        DeviceKind(
            "field-reported",
            _("Report from the field"),
            "session",
            lead=_("What you heard about methods or the law. No names, no numbers, no case."),
            fields=[
                Asked("subject", _("About"), "choice", choices=_choices(Heard.choices), required=True),
                Asked(
                    "channel", _("By which way"), "choice", choices=_choices(Channel.choices), required=True
                ),
                Asked("source", _("How you know"), "choice", choices=_choices(Source.choices), required=True),
                Asked("text", _("In one or two sentences"), "lines", most=300),
            ],
        ),
        DeviceKind(
            "observed",
            _("Checklist of an observer"),
            "session",
            own_key=True,
            fields=[
                Asked(f"items.{code}", str(label), "choice", choices=_choices(ObservedMark.choices))
                for code, label in Observed.choices
            ],
        ),
    ]


def _about_her() -> list[Asked]:
    return [
        Asked("role", _("Role"), "choice", choices=_choices(CarerRole.choices)),
        Asked("age_band", _("Age"), "choice", choices=_choices(AgeBand.choices)),
        Asked("children", _("Children cared for"), "number", most=30),
        Asked("language", _("Language she follows best"), "choice", choices=_choices(SpokenLanguage.choices)),
        Asked(
            "consent_reference",
            _("Number of the consent slip"),
            "text",
            most=40,
            help=_("If it was signed on paper."),
        ),
    ]


def _attendance() -> list[Asked]:
    offered = [c for c in RegisterEntry.Attendance.choices if c[0] not in ("unknown", "conflict")]
    return [
        Asked("attendance", _("Attendance"), "choice", choices=_choices(offered), required=True),
        Asked("minutes", _("Minutes, if not the whole time"), "number", most=1440),
    ]


def _choices(pairs) -> list:
    return [[value, str(label)] for value, label in pairs]
