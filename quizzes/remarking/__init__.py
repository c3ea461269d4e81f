"""Marking anew after a wrong key: proposed, shown with everybody it touches, confirmed, done once, told."""
