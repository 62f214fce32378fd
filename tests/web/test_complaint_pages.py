"""Who reaches the pages of complaints and of personal data (stories 5, 8, 15)."""

import pytest

from bot.core.accounts import Role
from bot.core.complaints import Source
from bot.core.guests import ConsentHow
from bot.services import accounts, complaint_entry, complaints
from tests.web.conftest import Site

REFUSED = "Akun ini tidak dapat membuka halaman ini"
STORY = "Saya menunggu dua jam <b>tanpa</b> kabar di ruang PST."


def page(site: Site, path: str, *roles: Role) -> str:
    name = f"orang{len(roles)}"
    accounts.create_officer(site.app.kit, site.admin, name, "Orang", "kata-sandi-orang", roles)
    token = accounts.log_in(site.app.kit, name, "kata-sandi-orang", "test")
    return site.client.get(path, headers={"Cookie": f"pst_session={token}"}).text


@pytest.mark.parametrize(
    ("path", "roles", "opens"),
    [
        ("/console/aduan", (Role.PENGADUAN,), True),
        ("/console/aduan", (Role.PIMPINAN,), True),
        ("/console/aduan", (Role.PETUGAS, Role.ADMIN, Role.KONTEN), False),
        ("/console/data-pribadi", (Role.PIMPINAN,), True),
        ("/console/data-pribadi", (Role.ADMIN,), True),
        ("/console/data-pribadi", (Role.PETUGAS, Role.PENGADUAN, Role.KONTEN), False),
        ("/console/survei", (Role.PIMPINAN,), True),
        ("/console/survei", (Role.PETUGAS,), False),
    ],
)
def test_pages_by_role(site: Site, path: str, roles: tuple[Role, ...], opens: bool) -> None:
    """stories 5c, 8, 15: complaints for the head of office and who has the register, requests for admin and head."""
    assert (REFUSED not in page(site, path, *roles)) is opens


def test_the_register_says_from_whom_one_is_hidden(site: Site) -> None:
    """rule 10.4: the names that the story gave away stand in the box already, so that a look does not undo them."""
    kit = site.app.kit
    accounts.create_officer(kit, site.admin, "zul", "Zulkarnaen", "kata-sandi-zul", (Role.PENGADUAN,))
    accounts.create_officer(kit, site.admin, "ratna", "Ratna", "kata-sandi-ratna", (Role.PIMPINAN,))
    head = accounts.authenticate(kit, accounts.log_in(kit, "ratna", "kata-sandi-ratna", "test"))
    story = "Pak Zulkarnaen menolak melayani saya kemarin."
    complaint_entry.register_complaint(kit, head, Source.BOX, story, ConsentHow.ANONYMOUS)
    [row] = complaints.register(kit, head)
    token = accounts.log_in(kit, "ratna", "kata-sandi-ratna", "test")
    shown = site.client.get(f"/console/aduan/{row.id}", headers={"Cookie": f"pst_session={token}"}).text
    assert '"zul"' in shown.replace("&quot;", '"').replace("\\", "")


def test_who_names_no_person_and_what_nobody_reads(site: Site) -> None:
    """stories 5: the first admin sees whose account names nobody, and that complaints have no reader."""
    shown = page(site, "/console/pengguna", Role.ADMIN)
    assert "Tulis nama orangnya" in shown
    token = accounts.log_in(site.app.kit, "orang1", "kata-sandi-orang", "test")
    ready = site.client.get("/console/siap-tayang", headers={"Cookie": f"pst_session={token}"}).text
    assert "Beri peran Pimpinan atau Pengelola pengaduan" in ready


def test_one_complaint_and_its_evidence(site: Site) -> None:
    """stories 5: an officer reaches neither by address; the reader sees the story as text."""
    accounts.create_officer(site.app.kit, site.admin, "kepala", "Kepala", "kata-sandi-kepala", (Role.PENGADUAN,))
    reader = accounts.authenticate(site.app.kit, accounts.log_in(site.app.kit, "kepala", "kata-sandi-kepala", "test"))
    complaint_entry.register_complaint(site.app.kit, reader, Source.BOX, STORY, ConsentHow.SPOKEN)
    (row,) = complaints.register(site.app.kit, reader)
    address = f"/console/aduan/{row.id}"
    assert "menunggu" not in page(site, address, Role.PETUGAS, Role.ADMIN)
    shown = page(site, address, Role.PENGADUAN)
    assert "menunggu dua jam" in shown
    assert "Persetujuan: lisan, " in shown
    assert "<b>tanpa</b>" not in shown
    assert "Sembunyikan dari mereka" in shown
    token = accounts.log_in(site.app.kit, "kepala", "kata-sandi-kepala", "test")
    assert site.client.get("/console/aduan/bukti/x", headers={"Cookie": f"pst_session={token}"}).status_code == 404
