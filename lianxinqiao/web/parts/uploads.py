"""Uploads stay in memory: nothing unclean touches the disk, and nobody can fill either."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from lianxinqiao.base.photos import MAX_BYTES


class InMemory(FileUploadHandler):
    """Keeps the first MAX_BYTES + 1 bytes of each file; the rest is read from the wire and dropped.

    The file's `size` is what was really sent, so that whoever asks for the file refuses it by its size.
    How many files a request may hold is settings.DATA_UPLOAD_MAX_NUMBER_FILES.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits."""
        room = MAX_BYTES + 1 - self.kept.tell()
        if room > 0:
            self.kept.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as forms know it."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
