"""The child that parses a workbook: bytes on stdin, the first sheet as JSON rows of text on stdout.

Run as a file, without the project: `python -I sheets_child.py ROWS COLUMNS`. Exit 2 = too many rows or
columns, 3 = not a workbook; killed = it asked for more than the limits.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MEMORY = 512 * 1024 * 1024  # bytes of address space
CPU = 10  # seconds
EXACT = 10**15  # a spreadsheet keeps 15 digits; a longer number has lost its end


def text(value: Any) -> str:
    """A cell as the person meant it: whole numbers without a point, days without a midnight."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value != value or abs(value) >= EXACT:
            return f"{value:.15g}"  # keeps the E: the reader sees that digits were lost
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def trimmed(row: list[str]) -> list[str]:
    """A row without its empty end."""
    while row and not row[-1].strip():
        row.pop()
    return row


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most_rows, most_columns = int(sys.argv[1]), int(sys.argv[2])
    try:
        import python_calamine  # noqa: PLC0415 -- after the limits

        book = python_calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
        sheet = book.get_sheet_by_index(0)
        if (
            sheet.total_height > most_rows * 4 or sheet.total_width > most_columns * 20
        ):  # blank formatting is common, this is not
            return 2
        rows = [trimmed([text(v) for v in row]) for row in sheet.to_python(skip_empty_area=False)]
    except MemoryError:
        return 2
    except BaseException as broken:
        sys.stderr.write(type(broken).__name__)
        return 3
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > most_rows or any(len(row) > most_columns for row in rows):
        return 2
    json.dump(rows, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
