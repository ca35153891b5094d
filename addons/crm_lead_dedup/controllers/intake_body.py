# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads what stands in the body of a request: fields, files, and the raw text to keep."""

import io
import json
from dataclasses import dataclass, field

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from ..tools import payload
from ..tools.errors import PayloadError
from ..tools.text import clean_text

MAX_FIELDS = 200
MAX_FILES = 10
# Headers and boundaries of the parts of a multipart body.
PART_OVERHEAD = 512 * (MAX_FIELDS + MAX_FILES)
MULTIPART = "multipart/form-data"
FORMS = (MULTIPART, "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class Body:
    """What a sender said; ``raw`` is its text without the files."""

    fields: dict
    raw: str
    files: list = field(default_factory=list)


def read(httprequest, file_limit):
    """Read the body within its limits.

    :param file_limit: the most bytes of all files together
    :return: ``Body``
    :raises PayloadError: with the HTTP status to answer
    """
    multipart = httprequest.mimetype == MULTIPART
    limit = payload.MAX_BYTES + (file_limit + PART_OVERHEAD if multipart else 0)
    # One more than allowed: a body that does not name its length is cut there without a word.
    httprequest.max_content_length = limit + 1
    try:
        content = httprequest.get_data(cache=False)
    except RequestEntityTooLarge:
        raise PayloadError(413, "too_large") from None
    except BadRequest:
        raise PayloadError(400, "incomplete") from None
    if len(content) > limit:
        raise PayloadError(413, "too_large")
    if multipart:
        return _read_multipart(httprequest.content_type, content, file_limit)
    fields = payload.parse(httprequest.content_type or "", content, max_keys=MAX_FIELDS)
    return Body(fields=fields, raw=_storable(content.decode("utf-8", "replace")))


def _read_multipart(content_type, content, file_limit):
    parser = FormDataParser(
        stream_factory=lambda *_args, **_kwargs: io.BytesIO(),
        max_form_memory_size=payload.MAX_BYTES,
        max_form_parts=MAX_FIELDS + MAX_FILES,
        silent=False,
    )
    mimetype, options = parse_options_header(content_type)
    try:
        _stream, form, storages = parser.parse(io.BytesIO(content), mimetype, len(content), options)
    except RequestEntityTooLarge:
        raise PayloadError(413, "too_large") from None
    except (ValueError, LookupError):
        raise PayloadError(400, "bad_form") from None
    # A part may come without a name; it is nobody's field then.
    pairs = [(name, value) for name, value in form.items(multi=True) if name]
    if sum(len(name.encode()) + len(value.encode()) for name, value in pairs) > payload.MAX_BYTES:
        raise PayloadError(413, "too_large")
    fields = payload.from_form(pairs, max_keys=MAX_FIELDS)
    return Body(
        fields=fields,
        raw=_storable(json.dumps(fields, ensure_ascii=False)),
        files=_files([storage for _name, storage in storages.items(multi=True)], file_limit),
    )


def _files(storages, file_limit):
    """Name and content of each file; a file input left empty is none.

    :raises PayloadError: more or larger than the source allows
    """
    files = [(_file_name(storage.filename), storage.read()) for storage in storages]
    files = [(name, content) for name, content in files if content]
    if len(files) > MAX_FILES:
        raise PayloadError(413, "too_many_files")
    if sum(len(content) for _name, content in files) > file_limit:
        raise PayloadError(413, "files_too_large")
    return files


def _file_name(name):
    """The last part of a path, without what is invisible or misleading."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    return clean_text(last, 120).lstrip(".") or "file"


def _storable(text):
    return payload.safe_text(text[: payload.MAX_BYTES])
