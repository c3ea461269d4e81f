"""Questions out of and into other programs: GIFT, Moodle XML, QTI. Readers give ``Item``s, writers take contents; what a
format cannot hold is noted item by item, never dropped in silence.
"""
