"""H5P: check, keep, filter, play, track, edit and export packages.

Could be lifted out and published by itself. It knows no course, no person and no unit: whoever plays is an opaque
registration (xAPI's word for one run), and the app around it says what a result leads to.
"""
