"""How a certificate looks: the design, its colours and pictures. None of it is a fact, so it may be changed later."""

import base64
from typing import NamedTuple


class Picture(NamedTuple):
    """``content`` in the format ``mime``; ``width`` and ``height`` in pixels."""

    content: bytes
    mime: str
    width: int
    height: int

    def as_svg(self) -> str:
        """The renderer takes strings only, so the picture travels inside an SVG."""
        data = base64.b64encode(self.content).decode()
        size = f'width="{self.width}" height="{self.height}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} '
            f'viewBox="0 0 {self.width} {self.height}"><image {size} xlink:href="data:{self.mime};base64,{data}"/></svg>'
        )


class Look(NamedTuple):
    """``signatures``: a picture or None for each signature of the facts, in their order."""

    design: str = "landscape"
    brand: str = "#14594f"
    accent: str = "#b0823a"
    emblem: Picture | None = None
    seal: Picture | None = None
    signatures: tuple[Picture | None, ...] = ()


PAPER = "#fefdf9"
DESIGNS = ("landscape", "portrait", "card")
PLAIN = Look()
