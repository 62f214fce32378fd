"""What people typed about themselves becomes one of a few groups: free words reach no report (service_rules 8.1)."""

import re

from bot.core.guest_fields import INSTITUTIONS

UNKNOWN = "Belum diisi"
OTHER = "Lainnya"
_LABELS = frozenset(INSTITUTIONS.values())
"""The walk-in page stores the code, the chat the label itself (stories 7)."""
_PURPOSES = (
    (r"skripsi|tesis|disertasi|tugas|kuliah|sekolah|magang|kkn|makalah", "Tugas sekolah/skripsi"),
    (r"peneliti|riset|jurnal|kajian", "Penelitian"),
    (r"rencana|rpjm|renstra|renja|kebijakan|musrenbang|evaluasi|laporan", "Perencanaan"),
    (r"bisnis|usaha|investasi|pasar|proposal|dagang", "Bisnis"),
    (r"berita|media|liputan|wartawan", "Pemberitaan"),
    (r"pribadi|ingin tahu|pengetahuan", "Pribadi"),
)


def institution_group(stored: str | None) -> str:
    """The group of an institution's kind, stored as a code or as a label."""
    if not stored:
        return UNKNOWN
    if stored in _LABELS:
        return stored
    return INSTITUTIONS.get(stored, OTHER)


def purpose_group(stored: str | None) -> str:
    """The group of what the data are for, which the chat stores in the person's words."""
    if not stored:
        return UNKNOWN
    return next((group for words, group in _PURPOSES if re.search(words, stored, re.IGNORECASE)), OTHER)
