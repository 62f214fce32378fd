"""What a message is when it is no answer to a form: a question, a search for figures, something told."""

import re

from bot.core.forms.words import plain

_QUESTIONS = frozenset(
    """
    berapa brp apa apakah bagaimana gimana gmn mana dimana kapan siapa kenapa mengapa tanya nanya bertanya bisakah
    bolehkah adakah minta batal kirim kirimkan cari carikan link tautan halo hai p ping kode kbli inflasi ipm
    kemiskinan pdrb penduduk pengangguran gini angka
    """.split()
)
_ASKING = _QUESTIONS | frozenset("tolong bisa mohon petugas selamat terima kasih makasih lama kok belum".split())
_MEASURES = frozenset(
    """
    data angka tabel peta jumlah jml jlh banyaknya luas produksi produktivitas hasil harga persentase persen rata
    tingkat laju indeks rasio kepadatan kontribusi proyeksi pertumbuhan panen populasi metadata kbli kbki
    """.split()
)
_TOPICS = frozenset(
    """
    penduduk kependudukan miskin kemiskinan gini ketimpangan ipm tpt tpak pengangguran penganggur ketenagakerjaan
    upah umk ump pdrb ekonomi inflasi deflasi ihk ntp ekspor impor perdagangan padi gabah beras sawah jagung kedelai
    singkong ubi kacang hortikultura sayur sayuran buah cabai cabe bawang pisang durian sawit cpo karet kelapa kopi
    kakao lada rotan perkebunan kebun pertanian peternakan ternak sapi kerbau ayam itik kambing babi telur daging
    perikanan ikan nelayan udang tambak kehutanan hutan kayu industri umkm pendidikan sekolah kesehatan puskesmas
    stunting balita kelahiran kematian perumahan sanitasi konsumsi pengeluaran hotel wisatawan pariwisata kendaraan
    listrik apbd pad iklim hujan gender ipg idg kriminalitas kejahatan publikasi sensus survei statistik migrasi
    angkatan tenaga grdp cpi hdi gkg tomat semangka nanas tbs imk ibs ukm apm apk aps rls hls uhh umur ijazah huruf
    perguruan posyandu imunisasi gizi persalinan apotek rumah air jamban penghunian tpk penginapan turis wisata
    jalan pelabuhan bandara angkutan pendapatan belanja pembangunan suhu ikg pidana
    """.split()
)
_JUDGED = frozenset(
    """
    sudah sdh udah udh belum blm tidak tdk tak gak ga nggak gk enggak kada ndak ora mboten bukan jangan kurang salah
    keliru lambat lelet lama susah sulit ribet bingung beda lebih terlalu harus harusnya sebaiknya seharusnya cepat
    lengkap lengkapi perbanyak tambah ditambah perbaiki diperbaiki percepat perjelas jelas ramah sopan judes kecewa
    jelek buruk mahal rusak error dilengkapi diperbanyak dipercepat diperjelas diperbarui disediakan ditambahkan
    ditingkatkan tingkatkan
    """.split()
)
_TOLD = _JUDGED | frozenset(
    """
    ada di ke yang yg itu mau ingin pengen handak perlu butuh cek lihat coba lagi saja aja masih akan sedang karena
    krn tapi tetapi dan atau untuk utk buat dengan dgn kalau klo jika tahu tau dulu besok sekarang nanti sebentar
    hanya cuma kami mereka web website situs laman alamat nomor jadwal jam lowongan syarat cara kerja bekerja kuliah
    tinggal mengerti paham ngerti oke ok siap saya aku sy ulun kulo dari asal
    """.split()
)
_YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-5]\d)\b")


def is_asking(text: str) -> bool:
    """Whether a message looks like a question or a wish of its own, and not like an answer or a remark."""
    return "?" in text or any(word in _QUESTIONS for word in plain(text).split())


def asks_or_greets(text: str) -> bool:
    """The same, wider: what begins a talk, begs or thanks is no answer either."""
    return any(word in _ASKING for word in plain(text).split())


def measures(text: str) -> bool:
    """Whether it names a year or what is counted: *luas*, *jumlah*, *tabel*; no institution does."""
    return _YEAR.search(text) is not None or _has(text, _MEASURES)


def searches(text: str) -> bool:
    """Whether it is a bare search for figures, as typed into a search box: *luas panen padi hanau*, *tpt, tpak*.

    What is judged or wished better beside it is something told: *datanya kurang lengkap*.
    """
    return (measures(text) or _has(text, _TOPICS)) and not judges(text)


def judges(text: str) -> bool:
    """Whether it says that something is, is not, or should be so."""
    return _has(text, _JUDGED)


def tells(text: str) -> bool:
    """Whether it is (part of) a sentence: no name, and rarely an institution's, holds such words."""
    return _has(text, _TOLD)


def names_nobody(text: str) -> bool:
    """Whether a word in it stands in searches and sentences, never in a person's name."""
    return measures(text) or _has(text, _TOPICS) or tells(text)


def _has(text: str, words: frozenset[str]) -> bool:
    return any(word in words or word.removesuffix("nya") in words for word in plain(text).split())
