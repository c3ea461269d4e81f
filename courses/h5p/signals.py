"""What this package tells in the past tense."""

from django.dispatch import Signal

# registration, activity (Activity), run (Run), reading (xapi.Reading), done (bool), statement (Statement): a statement was
# recorded for the first time; inside its transaction.
statement_recorded = Signal()
