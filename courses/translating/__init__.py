"""Translation as work: what is missing, current or stale, per block and field, and how it gets done.

The source is the text in the default language. Nothing is flagged by hand: a **pair** remembers that a target was found to
be a translation of a source. A text is current while its pair is known, and stale when its target is known only together
with other sources. So reverting, copying back or editing either side answers itself.
"""
