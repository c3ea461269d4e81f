"""What a device takes along: the session, its register and its test, and nothing that would help to cheat or to harm."""

from learning.sessions.models import TrainingSession
from learning.units.help import help_contacts
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES


def bundle_of(session: TrainingSession) -> dict:
    """JSON-able. The test comes without its key; of the register only what has to be found again in the room."""
    versions = QuestionVersion.objects.in_bulk(session.test_versions)
    return {
        "session": {
            "uuid": str(session.uuid),
            "title": session.title,
            "unit": session.unit.name,
            "venue": session.venue,
            "starts_at": session.starts_at.isoformat(),
            "ends_at": session.ends_at.isoformat(),
            "language": session.language,
            "state": session.state,
        },
        "modules": [module.headings for module in session.modules.all()],
        "register": [
            {
                "entry": str(entry.uuid),
                "ticket": entry.ticket,
                "name": entry.participant.name if entry.participant else "",
                "attendance": entry.attendance,
            }
            for entry in session.register.select_related("participant")
        ],
        "test": [
            {"id": pk, **QUESTION_TYPES[versions[pk].content["type"]].public(versions[pk].content)}
            for pk in session.test_versions
        ],
        "help": help_contacts(session.unit),
    }
