"""The original H5P editor, where a site has unpacked one (it is GPL-3 and in no registry, so it is not shipped).

It runs libraries' own editor code and needs an origin, so it plays on ``H5P_CONTENT_ORIGIN`` only, in a frame beside the
CMS: with a signed key instead of a session, and no way to save. The page around it asks it for the content, and our own
server filters that as always.
"""
