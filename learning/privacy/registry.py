"""Every kind of data about people that is kept: why, on which ground, for how long, and who sees it.

One list. The notice to readers, "My data", the template of the impact assessment and the test that no table is forgotten
are made from it: a new table with data about people is one entry here.
"""

from django.utils.translation import gettext_lazy as _

from learning.privacy import mine
from learning.privacy.kinds import About, Basis, Kind

WITH_THE_RECORDS = _("with the records of the training; her name goes when she has left and asks for it")
UNTIL_FORGOTTEN = _("while she holds a post, and after that until she asks to be forgotten")
HERSELF_AND_ABOVE = _("herself, the supervisors of her unit and of the units above it")
THOSE_WHO_KEEP_THE_LIST = _(
    "herself, who keeps the staff list, the supervisors of her unit and of the units above it"
)

KINDS = (
    Kind(
        code="person",
        about=About.CADRE,
        what=_("Name, staff number, own language, extra time in tests, user name and mail address"),
        why=_("To sign in, to print the name on certificates and to write in her language."),
        basis=Basis.DUTY,
        kept=UNTIL_FORGOTTEN,
        seen_by=THOSE_WHO_KEEP_THE_LIST,
        models=("learning.Cadre", "auth.User"),
        mine=mine.person,
    ),
    Kind(
        code="posts",
        about=About.CADRE,
        what=_("Posts and units with their dates, and leave without its reason"),
        why=_(
            "To count training in the unit in which it was done, and to ask nothing of her while she is away."
        ),
        basis=Basis.DUTY,
        kept=WITH_THE_RECORDS,
        seen_by=THOSE_WHO_KEEP_THE_LIST,
        models=("learning.Posting", "learning.Leave", "learning.Exemption"),
        mine=mine.posts,
    ),
    Kind(
        code="progress",
        about=About.CADRE,
        what=_("Courses begun, lessons marked as done, results of quizzes, completions, refreshers"),
        why=_("To show her progress, to certify it, and to count it for her unit."),
        basis=Basis.DUTY,
        kept=WITH_THE_RECORDS,
        seen_by=_(
            "herself; her superiors see completions and results of final tests, not which parts she opened or skipped"
        ),
        models=(
            "learning.Enrolment",
            "learning.StepCompletion",
            "learning.QuizResult",
            "learning.ResultCorrection",
            "learning.Completion",
            "learning.Refresher",
            "learning.RefresherDone",
        ),
        mine=mine.progress,
    ),
    Kind(
        code="answers",
        about=About.CADRE,
        what=_(
            "Answers in quizzes with their marks, under a number that only this site can trace back to her"
        ),
        why=_(
            "To mark fairly, to mark anew when a key was wrong, and to find questions that mislead people."
        ),
        basis=Basis.DUTY,
        kept=_("with the records of the training; words that she wrote go when she is forgotten"),
        seen_by=_(
            "herself, scores as soon as the quiz shows them; markers read open answers without her name"
        ),
        models=(
            "quizzes.Attempt",
            "quizzes.Response",
            "quizzes.MarkingTask",
            "quizzes.HumanMark",
            "quizzes.NewMark",
            "quizzes.NewResult",
        ),
        mine=mine.answers,
    ),
    Kind(
        code="refused-answers",
        about=About.CADRE,
        what=_("Answers that arrived and did not count, with the reason"),
        why=_("So that she can ask why, and nothing that she sent is lost unseen."),
        basis=Basis.DUTY,
        kept=_("one year"),
        seen_by=_("herself, and trainers when she asks"),
        models=("quizzes.UnacceptedSubmission",),
        task="forget-old-submissions",
        mine=mine.refused_answers,
    ),
    Kind(
        code="activities",
        about=About.CADRE,
        what=_("What interactive activities reported: begun, answered, finished, and where she stopped"),
        why=_("To go on where she stopped, on another device too, and to count what was done."),
        basis=Basis.DUTY,
        kept=_("with the records of the training; words that she wrote go when she is forgotten"),
        seen_by=_("herself"),
        models=("h5p.Statement", "h5p.Run", "h5p.State"),
        mine=mine.activities,
    ),
    Kind(
        code="refused-reports",
        about=About.CADRE,
        what=_("Reports of activities that were refused: their size and a checksum, not their content"),
        why=_("To notice manipulation and faults."),
        basis=Basis.DUTY,
        kept=_("90 days"),
        seen_by=_("administrators"),
        models=("h5p.Refusal",),
        task="tidy-activities",
    ),
    Kind(
        code="certificates",
        about=About.CADRE,
        what=_("Certificates and commendations as they were printed, and what became of them"),
        why=_("So that anybody who is shown one can check it."),
        basis=Basis.DUTY,
        kept=_(
            "until the holder withdraws it or asks to be forgotten; after that its number and status only"
        ),
        seen_by=_("herself, her superiors, and whoever has the code"),
        models=(
            "learning.Certificate",
            "learning.CertificateEvent",
            "learning.CertificatePrint",
            "learning.CertificateBatch",
            "learning.Nomination",
            "learning.PassInDoubt",
        ),
        mine=mine.certificates,
    ),
    Kind(
        code="letters",
        about=About.CADRE,
        what=_(
            "Mistakes reported and questions asked from a lesson, with what looks like an identifier masked"
        ),
        why=_("To correct the lesson and to answer her."),
        basis=Basis.CONSENT,
        kept=_("one year after the answer"),
        seen_by=_("trainers, without her name"),
        models=("learning.Letter",),
        task="forget-old-letters",
        mine=mine.letters,
    ),
    Kind(
        code="notes",
        about=About.CADRE,
        what=_("Notes that she wrote for herself in a lesson"),
        why=_("For herself only."),
        basis=Basis.CONSENT,
        kept=_("until she deletes them or is forgotten"),
        seen_by=_("herself"),
        models=("learning.PrivateNote",),
        mine=mine.notes,
    ),
    Kind(
        code="invitations",
        about=About.CADRE,
        what=_("Invitations on a slip, with which an account is made; only a checksum of their code"),
        why=_("So that people without a mail address can come in."),
        basis=Basis.DUTY,
        kept=_("valid for 30 days; that there was one stays, without a name once she is forgotten"),
        seen_by=_("who keeps the staff list"),
        models=("learning.Invitation",),
        mine=mine.invitations,
    ),
    Kind(
        code="rights",
        about=About.FACILITATOR,
        what=_("Which unit somebody acts for, in which role, from when until when"),
        why=_("So that nobody sees more than her own subtree."),
        basis=Basis.DUTY,
        kept=WITH_THE_RECORDS,
        seen_by=THOSE_WHO_KEEP_THE_LIST,
        models=("learning.Mandate",),
        mine=mine.rights,
    ),
    Kind(
        code="sessions-led",
        about=About.FACILITATOR,
        what=_("Sessions she planned, led, recorded and closed, decisions on them, and her signature"),
        why=_("So that a register can be answered for, and what was decided can be understood later."),
        basis=Basis.DUTY,
        kept=WITH_THE_RECORDS,
        seen_by=HERSELF_AND_ABOVE,
        models=(
            "learning.TrainingSession",
            "learning.Facilitator",
            "learning.ClosingSignature",
            "learning.RegisterFlag",
            "learning.UnitChange",
            "learning.Series",
            "learning.DeclaredNumbers",
        ),
        mine=mine.sessions_led,
    ),
    Kind(
        code="devices",
        about=About.FACILITATOR,
        what=_("Phones that take sessions along, and what each holds"),
        why=_("To shut out a lost phone."),
        basis=Basis.DUTY,
        kept=UNTIL_FORGOTTEN,
        seen_by=_("herself and administrators"),
        models=("learning.Device", "learning.DevicePack"),
        mine=mine.devices,
    ),
    Kind(
        code="uploads",
        about=About.FACILITATOR,
        what=_("Uploads of phones and spreadsheets as they came, without names, and the answers to them"),
        why=_("So that nothing that was sent is lost unseen, and a fault can be found."),
        basis=Basis.DUTY,
        kept=_("one year"),
        seen_by=_("administrators"),
        models=("learning.FactBatch", "learning.FactBatchAnswer"),
        task="delete-old-uploads",
    ),
    Kind(
        code="imports",
        about=About.CADRE,
        what=_("Staff lists brought as a spreadsheet"),
        why=_("To enter many people at once, after a look through."),
        basis=Basis.DUTY,
        kept=_("14 days; after that only how many rows did what"),
        seen_by=_("who keeps the staff list"),
        models=("learning.BulkImport",),
        task="forget-old-imports",
    ),
    Kind(
        code="jobs",
        about=About.CADRE,
        what=_("Work that was asked for and runs in the background; numbers only, no names"),
        why=_("To carry it out once, and to say how far it is."),
        basis=Basis.DUTY,
        kept=_("90 days; a spreadsheet that it made, 30 days"),
        seen_by=_("whoever asked for it"),
        models=("jobs.Job",),
        task="resend-lost-jobs",
    ),
    Kind(
        code="participants",
        about=About.PARTICIPANT,
        what=_(
            "The name of a person who agreed to be written down; nothing for those who take part by number only"
        ),
        why=_("To give her a certificate of attendance, and to find her again at the next session."),
        basis=Basis.GUARDIAN,
        kept=_("until she withdraws her consent; the counts stay"),
        seen_by=_("the facilitators of the session and of its unit"),
        models=("learning.Participant", "learning.ConsentSignature"),
        is_sensitive=True,
        mine=mine.participations,
    ),
    Kind(
        code="register",
        about=About.PARTICIPANT,
        what=_(
            "Lines of a register: number, role, age band, language, children cared for as a number, when she came"
        ),
        why=_("To count honestly how many people were reached, and what they learned."),
        basis=Basis.DUTY,
        kept=_("with the records of the training; without a name"),
        seen_by=_("the facilitators of the session; everybody else sees figures of five people or more"),
        models=("learning.RegisterEntry", "learning.SessionFact", "learning.SessionResult"),
    ),
    Kind(
        code="polls",
        about=About.PARTICIPANT,
        what=_("Votes in a poll, without a name"),
        why=_("To show the room its answers as bars."),
        basis=Basis.CONSENT,
        kept=_("until they are counted, at the latest when the session is closed"),
        seen_by=_("nobody; bars are shown from five answers on"),
        models=("learning.PollVote",),
    ),
    Kind(
        code="disclosures",
        about=About.PARTICIPANT,
        what=_("What somebody disclosed and a facilitator passed on to the safeguarding contact"),
        why=_("To help, and because there is a duty to report harm to a child."),
        basis=Basis.EMERGENCY,
        kept=_(
            "until it has been dealt with, and for one year after that; then only that there was something"
        ),
        seen_by=_("the safeguarding contact of the unit; when a deadline passes, that of the unit above"),
        models=("learning.Disclosure", "learning.DisclosureStep"),
        task="forget-old-disclosures",
        is_sensitive=True,
    ),
    Kind(
        code="field-reports",
        about=About.FACILITATOR,
        what=_("Reports of new methods of traffickers and of gaps in the law, without case data"),
        why=_("So that courses are kept up to date."),
        basis=Basis.DUTY,
        kept=WITH_THE_RECORDS,
        seen_by=_("trainers and liaison officers"),
        models=("learning.FieldReport",),
    ),
    Kind(
        code="to-be-reached",
        about=About.PARTICIPANT,
        what=_("Names of carers to be invited, only where a unit keeps such a list; and who has read it"),
        why=_("To invite people to sessions."),
        basis=Basis.CONSENT,
        kept=_("until the person is struck off the list"),
        seen_by=_("whoever keeps this list, by a right of its own; each reading is written down"),
        models=("learning.PersonToReach", "learning.ListReading"),
        is_sensitive=True,
    ),
    Kind(
        code="trainers",
        about=About.FACILITATOR,
        what=_("Who wrote, translated, reviewed and published what, and when"),
        why=_("So that a text can be answered for and brought back."),
        basis=Basis.DUTY,
        kept=_("as long as the text; under the account's number only once she is forgotten"),
        seen_by=_("trainers and reviewers"),
        models=(
            "courses.LessonChange",
            "courses.NativeSignature",
            "courses.SensitivityDecision",
            "courses.TranslationPair",
            "courses.HiddenTranslation",
            "quizzes.Remarking",
            "quizzes.QuizAnalysis",
            "quizzes.PaperSet",
            "h5p.Activity",
            "h5p.Content",
            "h5p.Upload",
        ),
    ),
    Kind(
        code="departures",
        about=About.CADRE,
        what=_("That somebody asked to be forgotten, and when it was done"),
        why=_("To do it, and to be able to show that it was done."),
        basis=Basis.DUTY,
        kept=_("for good; without a name"),
        seen_by=_("who keeps the staff list"),
        models=("learning.Departure",),
        mine=mine.departures,
    ),
    Kind(
        code="reading",
        about=About.PUBLIC,
        what=_(
            "How somebody wants to read, courses she took along, where she stopped: in her own browser only, when she chooses it"
        ),
        why=_("So that she need not choose again on the next page."),
        basis=Basis.CONSENT,
        kept=_("one year in the browser, or until she takes it back"),
        seen_by=_("nobody"),
        models=(),
    ),
)
# Tables that hold texts or point at accounts and yet say nothing about people. The test looks at every other one.
NOT_ABOUT_PEOPLE = frozenset(
    {
        "courses.CourseIndexPage",
        "courses.CoursePage",
        "courses.HomePage",
        "courses.LessonPage",
        "courses.ModulePage",
    }
)


def kinds_about(about: About) -> list[Kind]:
    return [kind for kind in KINDS if kind.about == about]
