"""The words of the player's own buttons and dialogues, in the language that is active."""

from django.utils.translation import gettext as _


def player_words() -> dict:
    """What H5P core calls its translations."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "download": _("Download"),
        "copyrights": _("Rights of use"),
        "copyrightInformation": _("Rights of use"),
        "close": _("Close"),
        "title": _("Title"),
        "author": _("Author"),
        "year": _("Year"),
        "source": _("Source"),
        "license": _("License"),
        "thumbnail": _("Thumbnail"),
        "noCopyrights": _("Nothing is said about the rights of use."),
        "contentChanged": _("This activity has changed since you last used it."),
        "startingOver": _("You start from the beginning."),
        "by": _("by"),
        "showMore": _("Show more"),
        "showLess": _("Show less"),
        "subLevel": _("Sublevel"),
        "confirmDialogHeader": _("Please confirm"),
        "confirmDialogBody": _("Do you want to go on? This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
        "offlineDialogHeader": _("The connection is lost"),
        "offlineDialogBody": _("What you do is sent as soon as the connection is back."),
        "offlineDialogRetryMessage": _("Trying again in :num ..."),
        "offlineDialogRetryButtonLabel": _("Try again"),
        "offlineSuccessfulSubmit": _("Your results have been sent."),
        "licenseU": _("Not said"),
        "licenseC": _("All rights reserved"),
        "licensePD": _("Public domain"),
        "licenseGPL": "GNU General Public License",
        "contentType": _("Kind of content"),
        "licenseExtras": _("More about the license"),
        "changes": _("Changes"),
        "contentCopied": _("The content has been copied."),
        "connectionLost": _("The connection is lost. What you do is sent later."),
        "connectionReestablished": _("The connection is back."),
        "resubmitScores": _("Sending what you did."),
        "offlineDialogRetryDescription": _("Trying again."),
    }
