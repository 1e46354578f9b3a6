"""The outline of a page, read strictly: what a validator would say about it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "base", "wbr"}
# In SVG written as XML an element without content may close itself.
SVG = {"path", "line", "rect", "circle", "polyline", "use"}


class Outline(HTMLParser):
    """Tags, ids, headings, addresses and drawings of a page, and whatever is wrong with it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.addresses: list[tuple[str, str, dict[str, str | None]]] = []
        self.order: list[str] = []  # "svg" (not hidden) and "table", as they come
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.named: list[str] = []  # ids that something refers to
        self.text = ""
        self.wrong: list[str] = []
        self.feed(page)
        self.close()
        if self.open:
            self.wrong.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID | SVG and "svg" not in self.open:
            self.wrong.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> inside {self.open[-3:]} at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
        if self.headings and self.open and self.open[-1] in {"h1", "h2", "h3", "h4"}:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")
        self.tags.add(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for key in ("aria-labelledby", "aria-describedby", "for"):
            self.named += (given.get(key) or "").split()
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append((int(tag[1]), ""))
        for key in ("href", "src", "xlink:href", "action", "data", "srcset", "poster"):
            if key in given:
                self.addresses.append((tag, str(given[key]), given))
        if (tag == "svg" and given.get("aria-hidden") != "true") or tag == "table":
            self.order.append(tag)
