"""What a bad problem raises: a machine code, the place, and how to repair it."""


class ProblemError(ValueError):
    """A problem that cannot be taken up.

    `code` is for machines, `place` is the path inside the document (`units[3].households`),
    the message is Chinese and names the place and the repair.
    """

    def __init__(self, code: str, place: str, text: str) -> None:
        super().__init__(f"{place}：{text}")
        self.code = code
        self.place = place
        self.text = text
