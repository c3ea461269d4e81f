"""Content: what there is to learn. True with nobody in the room; knows no learner."""
