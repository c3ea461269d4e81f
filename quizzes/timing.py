"""How long a question took, by the server's clock. Pure.

We see saves and nothing else. So the time between two saves belongs to the question whose answer changed with the second one;
changing it again adds to it. When several changed at once (a page without JavaScript, a line that was down), or when the pause
was so long that she will have been away, nobody knows: such a question has no time.
"""

LONGEST = 10 * 60  # seconds between two saves; beyond, somebody was away


def seconds_after(seconds: dict, *, before: dict, after: dict, passed: float) -> dict:
    """``{version id as str: seconds or None}`` once ``after`` was saved over ``before``, ``passed`` seconds after the last
    save. None stays: what was not known once cannot be known later."""
    changed = [key for key in after if after[key] != before.get(key)]
    if len(changed) == 1 and 0 <= passed <= LONGEST:
        key = changed[0]
        known = seconds.get(key, 0)
        return {**seconds, key: None if known is None else round(known + passed, 1)}
    return {**seconds, **dict.fromkeys(changed)}
