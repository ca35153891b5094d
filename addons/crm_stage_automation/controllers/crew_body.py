# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads a report: streamed to the disk, bounded, and its pictures drawn anew."""

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from ..tools import photos, work_report
from .crew_answer import RefusedError

MEGABYTE = 1024 * 1024
# The page shrinks photos before it sends them; without scripts they come as they are.
MAX_REQUEST = 64 * MEGABYTE
MAX_SIGNATURE = MEGABYTE
SIGNATURE_SIDE = 1024
MULTIPART = "multipart/form-data"


def read(httprequest, asked):
    """Read what a phone sent.

    :param asked: ``tools.work_report.Asked``
    :return: ``tools.work_report.Report``
    :raises RefusedError: too large, unreadable, or something is missing
    """
    if httprequest.mimetype != MULTIPART:
        raise RefusedError("unreadable")
    form, files = _parsed(httprequest)
    try:
        report = work_report.Report(
            result=work_report.text(form.get("result", ""), work_report.MAX_RESULT),
            signer=work_report.text(form.get("signer", ""), work_report.MAX_SIGNER),
            items=work_report.items(form.getlist("item")),
            photos=_photos(files.getlist("photo"), asked),
            signature=_signature(files.get("signature"), asked),
        )
    finally:
        for file in [one for name in files for one in files.getlist(name)]:
            file.close()
    report = work_report.allowed(asked, report)
    for name in work_report.missing(asked, report):
        raise RefusedError(f"no_{name}")
    return report


def _parsed(httprequest):
    httprequest.max_content_length = MAX_REQUEST
    try:
        return httprequest.form, httprequest.files
    except RequestEntityTooLarge:
        raise RefusedError("too_large") from None
    except (BadRequest, ValueError):
        raise RefusedError("unreadable") from None


def _photos(files, asked):
    """Draw the photos anew, one after the other; a file input left empty is none."""
    if asked.photo == "no":
        return ()
    given = [file for file in files if file.filename]
    if len(given) > asked.most_photos:
        raise RefusedError("too_many_photos")
    return tuple(filter(None, (_picture(file) for file in given)))


def _signature(file, asked):
    if asked.signature == "no" or file is None:
        return b""
    return _picture(file, MAX_SIGNATURE, SIGNATURE_SIDE)


def _picture(file, most=photos.MAX_BYTES, side=photos.MAX_SIDE):
    data = file.stream.read(most + 1)
    if not data:
        return b""
    try:
        return photos.clean(data, most, side).data
    except photos.PhotoError as error:
        raise RefusedError(f"photo_{error.reason}") from None
