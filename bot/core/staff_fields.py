"""What staff write into the console at length: each field has a limit and a name of its own."""

from enum import Enum


class StaffField(Enum):
    """A field whose refusal says which one it is."""

    REPLY = "balasan"
    STORY = "isi_aduan"
    NOTE = "catatan_aduan"
    NEWS = "kabar_aduan"
    EVENT_TIME = "waktu_kejadian"
    EVENT_PLACE = "tempat_kejadian"
    PRIVACY_MESSAGE = "pesan_data_pribadi"
    SURVEY_NAME = "nama_survei"
    VISIT_TOPIC = "topik_tamu"
    REMARK = "saran"
    SUMMARY = "ringkasan"
