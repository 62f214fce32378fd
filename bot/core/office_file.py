"""Reads the fields of office.yml with errors that the office's own staff understand."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.core.errors import ConfigError
from bot.core.special_days import DAY_NAMES
from bot.core.yaml_loader import FAST_LOADER

_NIP = re.compile(r"[0-9]{18}")


@dataclass(frozen=True, kw_only=True)
class SpecialRow:
    """One line of `hari_khusus`: raw hours, and those of the weekdays of a range (`last`) that differ from them."""

    first: date
    last: date | None
    hours: list[str]
    by_day: dict[str, list[str]]
    message: str | None


@dataclass(frozen=True)
class OfficeFile:
    """The parsed file, with its name and its lines for messages."""

    path: Path
    fields: dict[str, Any]
    lines: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "OfficeFile":
        """Parse the file.

        Raises:
            ConfigError: it is missing or no YAML mapping.
        """
        try:
            source = path.read_text(encoding="utf-8")
            fields = yaml.load(source, FAST_LOADER)
        except OSError as error:
            raise ConfigError(f"{path}: tidak dapat dibaca ({error.strerror}). Salin office.yml bawaan.") from error
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-01
            raise ConfigError(f"{path}: bukan YAML atau tanggal yang sah ({error}).") from error
        if not isinstance(fields, dict):
            raise ConfigError(f"{path}: harus berisi baris `nama: isi`.")
        return cls(path, fields, tuple(source.splitlines()))

    def wrong(self, field: str, why: str) -> ConfigError:
        """The error to raise about one field; it names the line, if the field is in the file."""
        begins = f"{field.split('.')[0]}:"
        line = next((number for number, line in enumerate(self.lines, 1) if line.startswith(begins)), None)
        return ConfigError(f"{self.path}{'' if line is None else f':{line}'}: {field}: {why}")

    def text(self, field: str) -> str:
        """A field that must hold text."""
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, 'wajib diisi teks (angka ditulis dalam tanda kutip, misalnya "6208")')
        return value.strip()

    def texts(self, field: str) -> dict[str, str]:
        """A field that must hold names with texts."""
        value = self.fields.get(field) or {}
        if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
            raise self.wrong(field, "setiap baris harus `nama: alamat`")
        return {str(name): address for name, address in value.items()}

    def switch(self, field: str) -> bool:
        """A field that is `true` or `false`; an absent one is off."""
        value = self.fields.get(field, False)
        if not isinstance(value, bool):
            raise self.wrong(field, "tulis true atau false")
        return value

    def names(self, field: str, known: Collection[str]) -> list[str] | None:
        """A field that must hold a list of known names; None where it is absent."""
        if field not in self.fields:
            return None
        value = self.fields[field]
        remedy = f"tulis daftar dari {', '.join(known)}, misalnya [{next(iter(known))}]; [] = semua ditutup"
        if not isinstance(value, list):
            raise self.wrong(field, remedy)
        if unknown := [name for name in value if name not in known]:
            raise self.wrong(field, f"`{unknown[0]}` tidak dikenal; {remedy}")
        return value

    def zone(self, field: str) -> ZoneInfo:
        """A field that must hold a time zone such as Asia/Jakarta."""
        try:
            return ZoneInfo(self.text(field))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self.wrong(field, "zona waktu tidak dikenal; pakai Asia/Jakarta, Asia/Makassar, ...") from error

    def hours_of(self, day: str) -> list[str]:
        """The raw hours of one weekday; an absent day is closed."""
        hours = self.fields.get("jam_layanan")
        if not isinstance(hours, dict):
            raise self.wrong("jam_layanan", "wajib diisi, misalnya senin: [08.00-15.30]")
        return self._strings(f"jam_layanan.{day}", hours.get(day) or [])

    def special_days(self) -> list[SpecialRow]:
        """The lines of `hari_khusus`."""
        raw = self.fields.get("hari_khusus") or {}
        if not isinstance(raw, dict):
            raise self.wrong("hari_khusus", "setiap baris harus `tanggal: {tutup: true}` atau `tanggal: {jam: [...]}`")
        return [self._special_day(str(key), value) for key, value in raw.items()]

    def place(self, field: str) -> tuple[float, float] | None:
        """A field `[latitude, longitude]` in degrees; None where it is empty."""
        match self.fields.get(field):
            case None | []:
                return None
            case [float(latitude), float(longitude)] if -90 <= latitude <= 90 and -180 <= longitude <= 180:
                return latitude, longitude
        raise self.wrong(field, "tulis [lintang, bujur] dalam derajat, misalnya [-3.38, 112.54]; kosong = tidak ada")

    def signatory(self, field: str) -> tuple[str, str, str] | None:
        """Name, NIP (18 digits) and position; None where the block or all its lines are empty."""
        raw = self.fields.get(field)
        if raw is None:
            return None
        match raw:
            case {"nama": str(name), "nip": str(number), "jabatan": str(position), **rest} if not rest:
                name, number, position = name.strip(), number.replace(" ", ""), position.strip()
                if not (name or number or position):
                    return None
                if name and position and _NIP.fullmatch(number):
                    return name, number, position
        raise self.wrong(
            field,
            'tulis ketiganya: {nama: ..., nip: "18 angka dalam tanda kutip", jabatan: ...}; semua kosong = belum ada',
        )

    def whatsapp(self) -> tuple[int, int, str, str]:
        """Price, monthly limit and the templates' names; zero and empty where the office wrote nothing."""
        raw = self.fields.get("kanal_whatsapp") or {}
        match {"harga_pesan": 0, "batas_pesan_bulanan": 0, "templat_balasan": "", "templat_tugas": ""} | (
            raw if isinstance(raw, dict) else {}
        ):
            case {
                "harga_pesan": int(price),
                "batas_pesan_bulanan": int(limit),
                "templat_balasan": str(template),
                "templat_tugas": str(duty),
                **rest,
            }:
                if isinstance(raw, dict) and not rest and price >= 0 and limit >= 0:
                    return price, limit, template.strip(), duty.strip()
        raise self.wrong(
            "kanal_whatsapp",
            "tulis {harga_pesan: 350, batas_pesan_bulanan: 5000, templat_balasan: nama, templat_tugas: nama}; "
            "0 = tanpa batas",
        )

    def _special_day(self, key: str, value: object) -> SpecialRow:
        field = f"hari_khusus.{key}"
        if not isinstance(value, dict) or ("jam" in value) == bool(value.get("tutup")):
            raise self.wrong(field, "tulis salah satu: {tutup: true, pesan: ...} atau {jam: [08.00-12.00]}")
        try:
            first, *rest = (date.fromisoformat(part.strip()) for part in key.split("s.d."))
        except ValueError as error:
            raise self.wrong(field, "tanggal ditulis 2026-12-28, rentang 2026-02-18 s.d. 2026-03-17") from error
        if len(rest) > 1 or (rest and rest[0] < first):
            raise self.wrong(field, "rentang ditulis `awal s.d. akhir`, akhir tidak sebelum awal")
        message = value.get("pesan")
        by_day = {name: self._strings(f"{field}.{name}", value[name] or []) for name in DAY_NAMES if name in value}
        if by_day and not rest:
            raise self.wrong(field, "jam per hari hanya untuk rentang; untuk satu hari tulis jam saja")
        return SpecialRow(
            first=first,
            last=rest[0] if rest else None,
            hours=self._strings(field, value.get("jam") or []),
            by_day=by_day,
            message=None if message is None else str(message),
        )

    def _strings(self, field: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(field, "jam ditulis sebagai daftar, misalnya [08.00-12.00, 13.00-15.30]")
        return value
