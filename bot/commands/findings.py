"""What the channel doctor may find: a closed set, each with its sentence and, if it is wrong, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, unique

_RESTART = "mulai ulang layanan"
_REGISTER = "jalankan `python -m bot channel doctor telegram --daftarkan`"


@unique
class Found(Enum):
    """Name, sentence, remedy; without a remedy all is well. `{…}` is filled in."""

    # settings
    SET = ("{name} terisi",)
    MISSING = ("{name} belum diisi", "{hint}")
    MALFORMED = ("{name} keliru bentuknya", "{hint}")
    KNOWN_TO_ALL = ("{name} masih nilai untuk mencoba, yang diketahui semua orang", "{hint}")
    SIMULATED = ("Alamat API menunjuk tiruan di komputer ini; hanya untuk mencoba",)
    ORIGIN = ("PST_PUBLIC_ORIGIN memakai https",)
    ORIGIN_WRONG = (
        "PST_PUBLIC_ORIGIN kosong atau bukan https",
        "isi dengan alamat layanan di internet, misalnya https://tanya.kantor.go.id; penyedia menolak http",
    )

    # the provider
    UNREACHABLE = ("{provider} tidak dapat dihubungi", "periksa sambungan internet, DNS, dan proxy server ini")
    TROUBLED = ("{provider} menjawab {status}", "coba lagi beberapa menit lagi; bila tetap, lihat laman statusnya")
    KNOWN = ("{provider} dapat dihubungi dan mengenal kita",)
    META_TOKEN = (
        "Meta menolak token",
        f"buat token System User baru, ganti PST_WHATSAPP_TOKEN, lalu {_RESTART}",
    )
    META_NUMBER = (
        "Meta tidak mengenal nomor ini",
        "periksa PST_WHATSAPP_PHONE_ID, dan beri System User akses ke akun WhatsApp kantor",
    )
    TELEGRAM_TOKEN = (
        "Telegram menolak token",
        f"minta token baru di BotFather (/token), ganti PST_TELEGRAM_TOKEN, lalu {_RESTART}",
    )
    CLOCK = ("Jam server ini tepat",)
    CLOCK_UNKNOWN = ("Jam penyedia tidak diketahui; jam server ini tidak dibandingkan",)
    CLOCK_WRONG = ("Jam server ini meleset {seconds} detik", "nyalakan penyamaan jam (NTP) di server ini")

    # the webhook, as the provider has it
    REGISTERED = ("Webhook terdaftar di {provider}",)
    META_ELSEWHERE = (
        "Webhook di Meta menunjuk alamat lain",
        "di laman Webhooks isi Callback URL dengan {url}, lalu pilih messages",
    )
    TELEGRAM_ELSEWHERE = ("Webhook Telegram belum menunjuk {url}", _REGISTER)
    POLLING = ("PST_TELEGRAM_SECRET kosong: layanan mengambil pesan sendiri, tanpa alamat publik",)
    NOT_POLLING = (
        "Webhook masih terdaftar, jadi layanan tidak dapat mengambil pesan sendiri",
        f"{_REGISTER} untuk mencabutnya",
    )
    TOO_FEW_KINDS = ("Webhook tidak menerima pesan dan tombol", _REGISTER)
    REGISTRATION_REFUSED = (
        "Telegram menolak pendaftaran webhook ({status})",
        "bereskan yang disebut di bawah, lalu ulangi",
    )
    CHANGED = ("Webhook Telegram disesuaikan dengan pengaturan",)
    FAILING = (
        "Telegram gagal mengirim dalam satu jam terakhir ({reason})",
        "lihat log layanan dan proxy pada jam itu; kirimannya diulang sendiri",
    )
    HOOK_UNREADABLE = ("Keadaan webhook tidak dapat dibaca", "coba lagi beberapa menit lagi")

    # the service
    PUBLIC = ("Alamat publik sampai ke layanan, token verifikasi cocok",)
    PUBLIC_CLOSED = (
        "Alamat publik tidak dapat dibuka dari sini",
        "periksa DNS, sertifikat, dan proxy di depan layanan; coba juga dari jaringan lain",
    )
    PUBLIC_WRONG = (
        "Alamat publik menjawab {status} pada pemeriksaan token verifikasi",
        f"pastikan proxy meneruskan /webhooks ke layanan, lalu {_RESTART}",
    )
    STOPPED = ("Layanan belum berjalan di {url}", "jalankan `python -m bot run`, lalu periksa lagi")
    CHANNEL_OFF = ("Layanan menjawab {status} di {path}", f"{_RESTART}; pengaturan hanya dibaca saat mulai")
    PROOF = ("Layanan menerima tanda pengenal yang benar dan menolak yang salah",)
    PROOF_REFUSED = ("Layanan menolak tanda pengenal yang benar", f"{_RESTART} agar rahasia yang baru terbaca")
    PROOF_IGNORED = ("Layanan menerima tanda pengenal yang salah", "hentikan layanan dan beri tahu pengembang")

    def __init__(self, sentence: str, remedy: str = "") -> None:
        self.sentence = sentence
        self.remedy = remedy


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `filled` holds nothing secret."""

    found: Found
    filled: Mapping[str, object] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        return not self.found.remedy

    def __str__(self) -> str:
        sentence, remedy = (part.format(**self.filled) for part in (self.found.sentence, self.found.remedy))
        return f"✓ {sentence}" if self.ok else f"✗ {sentence}: {remedy}."


def finding(found: Found, **filled: object) -> Finding:
    """A finding with what its sentence needs."""
    return Finding(found, filled)
