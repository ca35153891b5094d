# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The errors that tools raise on purpose."""


class PayloadError(Exception):
    """A body that is refused: the HTTP status to answer and a short, stable code.

    >>> error = PayloadError(415, "unsupported_type")
    >>> error.status, error.code, str(error)
    (415, 'unsupported_type', '415 unsupported_type')
    """

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
