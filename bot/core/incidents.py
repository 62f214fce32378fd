"""Who must be told after a data incident (UU 27/2022 Art. 46, service_rules 12.3)."""

from dataclasses import dataclass

from bot.core.tables_out import Table

HEADER = ("kontak", "kanal", "alamat", "nama", "data")


@dataclass(frozen=True, kw_only=True)
class Affected:
    """One way to reach a person whose data were in reach, and which kinds of data those were."""

    contact_id: str
    channel: str
    address: str
    name: str
    kinds: tuple[str, ...]


def table_of(rows: list[Affected]) -> Table:
    """The list for the letters."""
    return Table(
        caption="",
        header=HEADER,
        rows=tuple((row.contact_id, row.channel, row.address, row.name, ", ".join(row.kinds)) for row in rows),
    )
