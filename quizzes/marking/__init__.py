"""The queue of open answers: claimed by one person at a time, marked by one or two, settled when two differ."""
