"""The words that stand on every pack."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """In the active language."""
    return {
        "sign_in": _("Sign-in sheet"),
        "sign_in_note": _(
            "A name is optional: a ticket number is enough. Who signs agrees that the name is kept for a certificate, and can take that back at any time."
        ),
        "ticket": _("Ticket"),
        "name": _("Name"),
        "role": _("Role"),
        "age": _("Age"),
        "children": _("Children cared for"),
        "language": _("Language"),
        "came": _("Came, left (time)"),
        "signature": _("Signature"),
        "notice": _("To be read out before anybody is written down"),
        "notice_text": _(
            "Read out: We write down who came, by ticket number, or by name for those who agree and want a certificate. Children are only counted. You can change your mind at any time, and the name is removed. Nobody has to tell anything about themselves. I cannot promise to keep a danger to a child secret."
        ),
        "notice_done": _("Read out at (time), by:"),
        "under_14": _("Children under 14 (only counted):"),
        "others": _("Others without a line (only counted):"),
        "guide": _("Facilitator's guide"),
        "minute": _("minute"),
        "minutes": _("minutes"),
        "ask": _("Ask the group"),
        "distress": _("If somebody discloses something or is distressed"),
        "distress_always": _(
            "Always: stop, offer water and a quiet place, ask nothing. Say that help exists and that you cannot promise secrecy. In danger call 110. Pass it on to the safeguarding contact the same day."
        ),
        "handout": _("To take home"),
        "test": _("A few questions"),
        "variant": _("Variant"),
        "answer_sheet": _("Answer sheet"),
        "answer_how": _(
            "Fill in the ring of the answer you choose. To change it, cross it out and fill in another."
        ),
        "test_note": _("No name. Write your ticket number. Nobody is marked; you may leave a question out."),
        "feedback": _("How was it?"),
        "feedback_note": _("Tick three. Fold it and put it into the box."),
        "feedback_text": _(
            "Something else? Only the safeguarding contact reads it. It cannot be promised that it stays secret."
        ),
        "consent": _("Consent slip"),
        "consent_own": _(
            "I agree that my name is kept for a certificate of attendance. I can take that back at any time by telling the facilitator my ticket."
        ),
        "consent_guardian": _(
            "For a child under 14: I am her guardian and agree that her name is kept. From 14 to 17 the young person signs herself."
        ),
        "number": _("Number of the slip"),
        "date": _("Date"),
        "pass_note": _("Show it at each part, in any village. No name."),
        "poster_welcome": _("Everybody is welcome. You need not bring or sign anything."),
        "poster_scan": _("Scan this to read the notice on a phone."),
        "help": _("Help, by telephone"),
        "sheet": _("Sheet"),
    }
