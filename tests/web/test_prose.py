"""The office's own pages: few marks, and text stays text."""

from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.web.prose import Prose


def test_marks_become_html() -> None:
    """What staff may write: headings, lists, paragraphs, a strong word."""
    text = "# Judul\n\nSatu\ndua *tiga*.\n\n## Bagian\n1. a\n2. b\n- c\n"
    assert Prose(text=text).html({}) == (
        "<h1>Judul</h1>\n<p>Satu dua <strong>tiga</strong>.</p>\n<h2>Bagian</h2>\n"
        "<ol><li>a</li><li>b</li></ol>\n<ul><li>c</li></ul>"
    )


def test_everything_else_stays_text() -> None:
    """Markup in the file or in a field means nothing."""
    drawn = Prose(text="<b>x</b> {{nomor_sk}}").html({"nomor_sk": "<i>*1*</i> {{alamat}}"})
    assert drawn == "<p>&lt;b&gt;x&lt;/b&gt; &lt;i&gt;*1*&lt;/i&gt; {{alamat}}</p>"


def test_a_wrong_file_is_refused_at_start(tmp_path: Path) -> None:
    """Staff mend the file themselves: the message names file and field."""
    path = tmp_path / "standar.md"
    with pytest.raises(ConfigError, match="tidak dapat dibaca"):
        Prose.load(path, {})
    path.write_text("{{jam_buka}} {{jam_bukaan}}")
    with pytest.raises(ConfigError, match="jam_bukaan"):
        Prose.load(path, {"jam_buka": ""})
