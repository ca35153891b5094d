# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which file is a recording, and which is not."""

import os
import time

import pytest
from crm_telephony_bridge.bridge.config import PbxConfig
from crm_telephony_bridge.bridge.recordings import NoRecordingError, path_of, read_settled
from crm_telephony_bridge.bridge.secret import Secret


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "a/../../secret.wav", "", "/"])
def test_no_file_outside_the_folder(tmp_path, name):
    (tmp_path / "secret.wav").write_bytes(b"x" * 100)
    (tmp_path / "in").mkdir()
    pbx = PbxConfig("n", "", "", Secret("env", "S"), recordings=f"{tmp_path}/in")
    try:
        path = path_of(name, pbx)
    except NoRecordingError:
        return
    assert path.is_relative_to(tmp_path / "in")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.wav").write_bytes(b"x" * 100)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.wav").symlink_to(tmp_path / "secret.wav")
    pbx = PbxConfig("n", "", "", Secret("env", "S"), recordings=f"{tmp_path}/in")
    with pytest.raises(NoRecordingError):
        path_of("a.wav", pbx)


def test_where_a_recording_is(tmp_path):
    """By name, by the PBX's own path, and without an ending."""
    (tmp_path / "2027").mkdir()
    (tmp_path / "2027" / "one.wav").write_bytes(b"")
    pbx = PbxConfig(
        "n",
        "",
        "",
        Secret("env", "S"),
        recordings=f"{tmp_path}",
        recordings_there="/var/spool/asterisk/monitor/",
    )
    wanted = tmp_path / "2027" / "one.wav"
    for name in ("2027/one.wav", "/var/spool/asterisk/monitor/2027/one.wav", "2027/one"):
        assert path_of(name, pbx) == wanted


def test_a_header_alone_is_no_recording(tmp_path):
    """44 bytes are a WAV file without a sound; a file still being written is not read."""
    path = tmp_path / "a.wav"
    path.write_bytes(b"R" * 44)
    with pytest.raises(BlockingIOError):
        read_settled(path)
    os.utime(path, (time.time() - 10,) * 2)
    with pytest.raises(NoRecordingError, match="empty"):
        read_settled(path)
    path.write_bytes(b"R" * 45)
    os.utime(path, (time.time() - 10,) * 2)
    assert read_settled(path) == b"R" * 45
