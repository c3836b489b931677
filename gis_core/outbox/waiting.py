"""How long a message waits for its next try: a pure function."""

from datetime import timedelta

MOST_TRIES = 16
FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)


def pause_after(tries: int) -> timedelta:
    """The pause after so many failed tries: a minute, then twice as long each time, at most six
    hours. All pauses together are a little over two days, a weekend without the mail server."""
    doublings: int = 2 ** min(tries - 1, 20)
    return min(FIRST * doublings, LONGEST)
