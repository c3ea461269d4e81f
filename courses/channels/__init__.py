"""One source, several renderings: the self-paced page, the projector, the facilitator's guide, the handout, the audio script.

All of them are made from the blocks of the live lesson when somebody asks; none is kept, so none can fall behind.
"""
