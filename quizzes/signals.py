"""What quizzes tells the rooms above, in the past tense."""

from django.dispatch import Signal

# attempt: sent inside the transaction that marked it, so credit and attempt stand or fall together.
attempt_submitted = Signal()

# attempt, result (NewResult): sent inside the transaction that marked the attempt anew; the attempt shows what holds now.
attempt_remarked = Signal()
