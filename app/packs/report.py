"""What an author's command found: rows of text, and whether all is well."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing that was looked at. `more` is shown under it."""

    name: str
    ok: bool
    detail: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A titled list of rows."""

    title: str
    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        """Whether every row is."""
        return all(row.ok for row in self.rows)

    def text(self) -> str:
        """The report as lines for a terminal."""
        wide = max((len(row.name) for row in self.rows), default=0)
        lines = [self.title]
        for row in self.rows:
            lines.append(f"  {'ok  ' if row.ok else 'FAIL'}  {row.name:<{wide}}  {row.detail}")
            lines += [f"        {' ' * wide}  {line}" for line in row.more]
        return "\n".join(lines)
