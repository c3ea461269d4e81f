"""What the app on the phone says while it runs; whole sentences, with places that its scripts fill: ``{n}``."""

from django.utils.translation import gettext as _


def device_words() -> dict:
    """In the active language."""
    return {
        "app": _("Sessions on this phone"),
        **_vault(),
        **_register(),
        **_sending(),
        **_packs(),
    }


def _vault() -> dict:
    return {
        "too_short": _("At least 8 characters."),
        "not_the_same": _("The two are not the same."),
        "wrong_passphrase": _("This is not the passphrase."),
        "waiting_locked": _("Records that were not sent yet: {n}. Open, so that they can be sent."),
        "wipe_sure": _("Remove everything from this phone? What was not yet sent is lost."),
        "wiped_here": _("You asked for it."),
        "revoked": _("This phone was reported as lost and is shut out."),
        "clock": _("This phone's clock is wrong. Set its date and time before you write anything down."),
    }


def _register() -> dict:
    return {
        "fill_in": _("Fill this in."),
        "name": _("Name"),
        "save": _("Save"),
        "save_agreed": _("She agrees: save"),
        "agree_help": _("Ask first: do you agree that I write down your name?"),
        "saved": _("Saved on this phone."),
        "ticket": _("Ticket {ticket}"),
        "ticket_wrong": _("Give the number of the ticket."),
        "ticket_taken": _("Ticket {ticket} is in the register already."),
        "registered": _("Ticket {ticket} is saved on this phone."),
        "count_as_head": _(
            "A child under 14 needs a guardian's consent: the number of the slip, or a signature here. Without it, count her as a head."
        ),
        "pass_wrong": _("A pass has eight letters and numbers; it is printed on the card."),
        "people": _("In the register: {n}. Here: {came}."),
        "unmarked": _("not yet marked"),
        "is_here": _("Here"),
        "put_right": _("Put right what is written"),
        "name_gone": _("The name has been removed."),
        "test_before": _("Test before"),
        "test_after": _("Test after"),
        "too_many_hands": _("More hands than people: {hands} of {people}."),
        "pages": _("Pages to read"),
        "minutes": _("{n} minutes"),
    }


def _sending() -> dict:
    return {
        "no_network": _("No network. Everything is kept on this phone."),
        "progress": _("Sending: {sent} of {of}"),
        "waiting": _("Kept on this phone, not yet sent: {n}"),
        "all_sent": _("Everything has been sent."),
        "nothing_written": _("Nothing has been written down yet."),
        "to_look_at": _("To look at: {n}"),
        "sent_of": _("Sent: {sent} of {of}"),
        "sign_in": _("Sign in"),
        "sign_in_to_send": _("Sign in, so that it can be sent."),
        "network_to_send": _(
            "There is no network. It is sent by itself as soon as there is one, while this page is open."
        ),
        "is_held": _("It arrived after closing and waits for a decision. You need not do anything here."),
        "is_refused": _("It was not taken in."),
        "clock_astray": _(
            "This phone's clock was wrong when {n} records were written. Set its date and time. You need not write them again: one tap moves them, in their order, to the beginning of the session ({when})."
        ),
        "write_again": _("Write it down again"),
        "leave_out": _("Leave it out"),
        "file_saved": _("Saved as {name}."),
        "ending": _(
            "When everything was sent, the session is removed from this phone. Not yet sent or to be looked at: {n}."
        ),
        "ending_soon": _(
            "It is removed as soon as everything was sent. Not yet sent or to be looked at: {n}."
        ),
        "removed": _("“{title}” was sent and has been removed from this phone."),
    }


def _packs() -> dict:
    return {
        "looking": _("Looking for your sessions…"),
        "nothing_here": _("No session is on this phone."),
        "none_to_take": _("No other session is planned for you."),
        "time_over": _("its time is over; what was not sent is still here"),
        "sign_in_to_take": _("Sign in to take a session along."),
        "network_to_take": _("This needs the network."),
        "taken": _("The session is on this phone. It works without a network now."),
        "about": _("This phone is known to the site as {device}."),
        "media_image": _("Picture"),
        "media_audio": _("Sound"),
        "media_video": _("Film"),
        "kept": _("on this phone"),
        "fetch": _("Fetch what is ticked"),
        "to_fetch": _("To fetch: {size}"),
    }
