"""The activities that ship with the library: content types written here, and what they are about.

A folder per content type (``Care.Dialogue-1.0``) as it lies in an .h5p file, a YAML file per activity with its texts in
every language. The set-up packs them and imports them like anybody's package.
"""
