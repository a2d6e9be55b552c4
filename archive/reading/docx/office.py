"""Reads DOC, ODT and RTF files. LibreOffice, which must be installed, converts them to DOCX for the DOCX reader.

LibreOffice runs as a second process with a time limit, in a temporary folder and with a temporary profile. Macros and
links are switched off, and no window opens.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from functools import partial
from pathlib import Path

from archive.messages import Unreadable
from archive.reading import source_formats
from archive.reading.docx import reader as docx
from archive.reading.draft import Draft
from archive.reading.foreign import OLE, ole_kind, zip_kind
from archive.reading.reader import Reader
from archive.reading.source_formats import SourceFormat
from archive.reading.sources import DAMAGED_ZIP
from archive.reading.told import Told

TIME = 50  # seconds for one file; LibreOffice needs about 5 seconds to start with a new profile
_PROGRAMS = ("soffice", "libreoffice")
_RTF = b"{\\rtf"
_TEXT = b"application/vnd.oasis.opendocument.text"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel">
<value>3</value></prop><prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


def _format_of(content: bytes) -> str:
    """``"doc"``, ``"rtf"`` or ``"odt"``; ``""`` for any other content, and for a file with a password."""
    if content.startswith(_RTF):
        return "rtf"
    if content.startswith(OLE):
        return "" if ole_kind(content) else "doc"
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("mimetype") as stream:
                is_text = stream.read(200).strip() == _TEXT
            return "odt" if is_text and not zip_kind(content) else ""
        except (KeyError, *DAMAGED_ZIP):
            return ""
    return ""


def _recognise(format: str, content: bytes) -> bool:
    return _format_of(content) == format


def _read(format: str, content: bytes, source: str, told: Told) -> list[Draft]:
    """The resolutions in an office file. Raises Unreadable if LibreOffice is not installed or fails."""
    drafts = docx.read(to_docx(content, format), source, told)
    for draft in drafts:
        draft.format = format
    return drafts


def to_docx(content: bytes, format: str) -> bytes:
    """The bytes of the file after its conversion to DOCX. Raises Unreadable if the conversion is not possible."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Unreadable(
            "office.no_converter",
            format=format.upper(),
        )
    with tempfile.TemporaryDirectory(prefix="archive-office-") as folder:
        place = Path(folder)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        given, made = place / f"source.{format}", place / "made" / "source.docx"
        given.write_bytes(content)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
        command += ["docx:MS Word 2007 XML", "--outdir", str(made.parent), str(given)]
        try:
            _run(command, place)
        finally:
            for socket in _sockets_of(profile):
                socket.unlink(missing_ok=True)
        if not made.exists():
            raise Unreadable("office.not_converted", format=format.upper())
        return made.read_bytes()


def _sockets_of(profile: Path) -> list[Path]:
    """The sockets that LibreOffice may open for this profile. A process that is killed does not delete its sockets."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    # The name contains the user id only if LibreOffice can read the list of users.
    return [Path(f"/tmp/OSL_PIPE_{who}SingleOfficeIPC_{name}") for who in ("", f"{os.getuid()}_")]  # noqa: S108


def _run(command: list[str], folder: Path) -> None:
    """Run the converter. Raises Unreadable after ``TIME`` seconds, and kills all processes of the converter."""
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    environment["PATH"] = os.environ.get("PATH", os.defpath)
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIME)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("office.too_slow", most=TIME) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _reader(format: SourceFormat) -> Reader:
    return Reader(format, partial(_recognise, format.key), partial(_read, format.key))


DOC, ODT, RTF = map(_reader, (source_formats.DOC, source_formats.ODT, source_formats.RTF))
