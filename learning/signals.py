"""What learning tells in the past tense; receivers sit in the packages and are connected from ``learning/receivers.py``."""

from django.dispatch import Signal

# enrolment, completion: sent inside the transaction that completed the course.
enrolment_completed = Signal()
# enrolment: sent inside the transaction that began it.
enrolment_begun = Signal()
# step (StepCompletion): sent inside the transaction that recorded it, once.
step_recorded = Signal()
# session: sent inside the transaction that closed it.
session_closed = Signal()
# participant, by: sent inside the transaction that forgot her name.
consent_withdrawn = Signal()

# cadre, user (or None), by: sent inside the transaction that forgets her; whoever keeps words about her empties them.
cadre_forgotten = Signal()
# correction (ResultCorrection): a quiz was marked anew; inside the transaction that did it.
result_corrected = Signal()

# disclosure (Disclosure): something was passed on to a safeguarding contact; inside the transaction that kept it.
disclosure_received = Signal()

# unit, into, on, by, carry_mandates: a unit was merged into another; inside the transaction. Receivers may return figures.
units_merged = Signal()
# unit, part, on, by, cadres: a part of it became a unit of its own; inside the transaction. Receivers may return figures.
unit_split = Signal()
# places (UnitPlace), postings (Posting): many at once were written from a spreadsheet, past what a model tells by itself.
places_opened = Signal()
postings_made = Signal()
