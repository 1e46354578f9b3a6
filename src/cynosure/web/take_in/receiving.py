"""Files from a form, streamed to where they stay: none of them is held in memory or copied."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_protect

from cynosure.web.visit import Visit
from cynosure.wiring.uploads import Receiving, Upload, room_for

FIELD = "files"
_READ = 204  # the form was read to its end


class IntoUploads(FileUploadHandler):
    """Writes the files of one field as they come, and passes over any other file."""

    chunk_size = 1024 * 1024

    def __init__(self, request: Visit, receiving: Receiving) -> None:
        super().__init__(request)
        self._receiving = receiving
        self._wanted = False

    def new_file(self, field_name: str, file_name: str, *more: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(field_name, file_name, *more, **named)
        self._wanted = field_name == FIELD
        if self._wanted:
            self._receiving.begin(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece of it."""
        del start
        if self._wanted:
            self._receiving.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        """End it. Nothing is handed on: it lies where it stays."""
        del file_size
        if self._wanted:
            self._receiving.end()


def received(request: Visit) -> Upload | HttpResponse:
    """Return what was sent, or the answer to a form that does not come from our page.

    The body is read here and not before, so only who may send files has us write any.

    Raises
    ------
    NothingSent, TooLarge
        If there is no file, or too much; nothing is kept then.
    OSError
        If the disk is full, or refuses; nothing is kept then.
    """
    limit = int(settings.UPLOAD_LIMIT)
    room_for(request.folder, int(request.META.get("CONTENT_LENGTH") or 0), limit=limit)
    receiving = Receiving(request.folder, limit=limit)
    request.upload_handlers = [IntoUploads(request, receiving)]
    kept = False
    try:
        read: HttpResponse = _read(request)
        if read.status_code != _READ:
            return read
        upload = receiving.keep(by=request.user.name, at=datetime.now(UTC))
        kept = True
        return upload
    finally:
        if not kept:
            receiving.drop()


@csrf_protect
def _read(request: Visit) -> HttpResponse:
    """Read the form to its end."""
    len(request.FILES)
    return HttpResponse(status=_READ)
