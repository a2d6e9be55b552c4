"""Tests finding sources in files, folders and zip archives: what is opened, and what is refused with which message."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from archive.reading import Unreadable, read, sources
from archive.reading.sources import MAX_FILE, Refused, Source, count, find


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_folder_is_read_in_the_order_of_names_without_system_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.xml", ".DS_Store", "a/.hidden", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "d.zip").write_bytes(zipped({"Chinese/z.xml": b"z", "__MACOSX/x": b"", "Chinese/y.xml": b"y"}))

    found = list(find([tmp_path]))

    assert [(s.name.removeprefix(f"{tmp_path}/"), s.content) for s in found if isinstance(s, Source)] == [
        ("a/c.xml", b"a/c.xml"),
        ("b.txt", b"b.txt"),
        ("d.zip!Chinese/y.xml", b"y"),
        ("d.zip!Chinese/z.xml", b"z"),
    ]
    assert len(found) == 4
    assert count([tmp_path]) == len(found)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("out.zip", zipped({"../../etc/passwd": b"x"}), "source.zip_member_leads_out"),
        ("absolute.zip", zipped({"/etc/passwd": b"x"}), "source.zip_member_leads_out"),
        ("backslash.zip", zipped({"..\\..\\evil.txt": b"x"}), "source.zip_member_leads_out"),
        ("bomb.zip", zipped({"bomb.xml": b"\0" * (MAX_FILE + 1)}), "source.too_large"),
        ("ratio.zip", zipped({"bomb.xml": b"\0" * (MAX_FILE - 1)}), "source.packed_too_tightly"),
        ("nested.zip", zipped({"1.zip": zipped({"2.zip": zipped({"a.txt": b"x" * 100})})}), "source.zip_in_zip"),
    ],
)
def test_hostile_zip_archives(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    [refused] = find([tmp_path / name])
    assert isinstance(refused, Refused)
    assert refused.reason.code == code
    assert name in refused.name


def test_a_zip_archive_inside_an_archive_is_opened(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"74session/zh.zip": zipped({"a.xml": b"a"}), "75session/b.xml": b"b"}))
    names = [found.name.removeprefix(f"{tmp_path}/") for found in find([tmp_path / "all.zip"])]
    assert names == ["all.zip!74session/zh.zip!a.xml", "all.zip!75session/b.xml"]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("README.md", True),
        ("LICENSE", True),
        ("licence.txt", True),
        ("akn4un.xsd", True),
        ("read me first.txt", False),
        ("A_RES_79_1.md", False),
    ],
)
def test_files_about_a_folder_are_left_out(tmp_path: Path, name: str, left_out: bool) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert (list(find([tmp_path])) == []) is left_out
    assert len(list(find([tmp_path / name]))) == 1, "a file that is given by its own name is read"


def test_a_pdf_followed_by_a_zip_is_a_pdf(tmp_path: Path) -> None:
    content = b"%PDF-1.4\n%%EOF\n" + zipped({"a.txt": b"a", "../b.txt": b"b"})
    (tmp_path / "both.pdf").write_bytes(content)
    assert list(find([tmp_path / "both.pdf"])) == [Source(str(tmp_path / "both.pdf"), content)]
    assert count([tmp_path]) == 1


def test_a_zip_with_false_sizes_is_limited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytearray(zipped({"liar.xml": b"\0" * 300_000}))
    # The uncompressed size in the central directory is not trusted. Set it to 10 bytes.
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    monkeypatch.setattr(sources, "MAX_FILE", 100_000)
    (tmp_path / "liar.zip").write_bytes(content)
    [member] = find([tmp_path / "liar.zip"])
    if isinstance(member, Source):
        assert len(member.content) <= 100_000
    else:
        assert member.reason.code in ("source.too_large", "source.zip_member_damaged")


def test_a_damaged_zip_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    good = zipped({"a.txt": b"a" * 2000, "b.txt": bytes(range(256)) * 20})
    broken = bytearray(good)
    broken[100:400] = b"\xff" * 300  # in the second member's data
    (tmp_path / "1.zip").write_bytes(broken)
    (tmp_path / "2.txt").write_bytes(b"text")
    found = list(find([tmp_path]))
    assert any(isinstance(s, Refused) and s.reason.code == "source.zip_member_damaged" for s in found)
    assert Source(str(tmp_path / "2.txt"), b"text") in found


def test_a_missing_file_and_a_large_one_are_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(200 * sources.MEGABYTE)
    absent, too_large = find([tmp_path / "absent.xml", large])
    assert isinstance(absent, Refused)
    assert absent.reason.code == "source.no_such_path"
    assert isinstance(too_large, Refused)
    assert too_large.reason.values["size"] == "200"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xml", b"", "source.empty"),
        ("blank.txt", b" \r\n\t ", "source.empty"),
        ("picture.xml", b"GIF89a\1\0\1\0", "source.picture"),
        ("paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf.damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "office.not_converted"),
        ("page.xml", b"<page><p>A page</p></page>", "source.markup_of_another_kind"),
        ("nothing.txt", "今天天气很好。".encode(), "text.no_symbol"),
    ],
)
def test_files_that_are_no_resolution_are_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    assert refused.value.message.code == code
