"""Fixed answers of forms, sheets and facts: codes that machines keep, and the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpokenLanguage(models.TextChoices):
    """What somebody follows best, so that the next session can be held in it. It says nothing about who she is."""

    MANDARIN = "putonghua", _("Putonghua")
    DIALECT = "dialect", _("local dialect")
    UYGHUR = "ug", _("Uyghur")
    TIBETAN = "bo", _("Tibetan")
    MONGOLIAN = "mn", _("Mongolian")
    ZHUANG = "za", _("Zhuang")
    YI = "ii", _("Yi")
    KAZAKH = "kk", _("Kazakh")
    KOREAN = "ko", _("Korean")
    SIGN = "sign", _("sign language")
    OTHER = "other", _("another language")


class PollColour(models.TextChoices):
    """The answers of a poll, by the colour of the card that is held up. Each has a letter and a shape besides."""

    A = "a", _("A, red circle")
    B = "b", _("B, yellow triangle")
    C = "c", _("C, green square")
    D = "d", _("D, blue diamond")


class Feedback(models.TextChoices):
    """Three questions, one tap or tick each."""

    CLEAR = "clear", _("Could you follow?")
    USEFUL = "useful", _("Will it help you at home?")
    AT_EASE = "at-ease", _("Did you feel at ease?")


class FeedbackMark(models.TextChoices):
    NO = "1", _("no")
    PARTLY = "2", _("partly")
    YES = "3", _("yes")


class Observed(models.TextChoices):
    """What an observer looks for. About how the session was held, never about a person in the room."""

    NOTICE = "notice", _("What is kept, and that it is voluntary, was said before anybody was written down")
    HELP = "help", _("The help numbers were shown and explained")
    ANNOUNCED = "announced", _("Difficult parts were announced, and people could leave without a word")
    NO_CASES = "no-cases", _("Nobody was asked about her own experience")
    NO_BLAME = "no-blame", _("No word laid blame on women, children or families who were harmed")
    UNDERSTOOD = "understood", _("It was spoken in a language and at a speed that all could follow")
    LAW_RIGHT = "law-right", _("What was said about the law agreed with the material")
    VOICES = "voices", _("Grandparents and people with disabilities could take part as well")
    CHILDREN = "children", _("Children in the room were looked after")
    DISCLOSURE = (
        "disclosure",
        _("When somebody disclosed something, it was passed on and no secrecy was promised"),
    )


class ObservedMark(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")
    UNSEEN = "unseen", _("did not arise")


class Heard(models.TextChoices):
    """What a report from the field is about."""

    METHOD = "method", _("a new way in which people are lured or moved")
    LAW_GAP = "law-gap", _("a gap in the law or in how it is applied")


class Channel(models.TextChoices):
    """By which way it happens, or which rule it is about."""

    ONLINE_JOB = "online-job", _("job offers online or by message")
    ACQUAINTANCE = "acquaintance", _("somebody known: neighbour, relative, fellow villager")
    MARRIAGE = "marriage", _("marriage introductions and betrothal gifts")
    SOCIAL_MEDIA = "social-media", _("short videos, live streams, games, chat groups")
    SCHOOL = "school", _("around schools and on the way there")
    TRANSPORT = "transport", _("lifts, tickets and lodging")
    ADOPTION = "adoption", _("private adoption")
    DOCUMENTS = "documents", _("papers taken away, forged or missing")
    REGISTRATION = "registration", _("household registration and identity")
    GUARDIANSHIP = "guardianship", _("guardianship and entrusted care")
    SHELTER = "shelter", _("shelter and aid after rescue")
    COMPENSATION = "compensation", _("compensation and legal aid")
    OTHER = "other", _("something else")


class Source(models.TextChoices):
    """How the facilitator came to know."""

    PARTICIPANTS = "participants", _("several participants said so")
    ONE = "one", _("one person said so")
    SEEN = "seen", _("seen by myself")
    OFFICIAL = "official", _("from police, court or civil affairs")


class NoteAbout(models.TextChoices):
    """What a note for the safeguarding contact is about."""

    DISCLOSED = "disclosed", _("somebody told of harm or danger")
    WORRY = "worry", _("I am worried about somebody")
    CHILD = "child", _("about a child")
    OTHER = "other", _("something else that must not be lost")


class Trait(models.TextChoices):
    """Counted by hands or slips for the whole session, voluntarily, and never beside a person."""

    DISABILITY = "disability", _("live with a disability")
    MINORITY = "minority", _("belong to an ethnic minority")
    LEFT_BEHIND = "left-behind", _("care for children whose parents work elsewhere")
    NEWCOMER = "newcomer", _("came to live here from elsewhere")


class How(models.TextChoices):
    """By which way an answer or a line came in."""

    PHONE = "phone", _("by the person's own phone")
    PAPER = "paper", _("on paper")
    ALOUD = "read-aloud", _("asked by the facilitator")
