"""QR codes as SVG for pages, PNG for phones that cannot save an SVG, and text for a terminal."""

from io import BytesIO, StringIO

ERROR_LEVEL = "m"  # 15 % of a code may be scratched or dirty: it hangs on village walls
QUIET = 4  # modules of white around a code (ISO/IEC 18004)


def qr_svg(text: str, *, title: str = "") -> str:
    """An inline `<svg>` without size, style or script; `title` is read out by screen readers."""
    import segno  # noqa: PLC0415 -- keeps django.setup() light

    code = segno.make(text, error=ERROR_LEVEL, micro=False)
    return str(code.svg_inline(omitsize=True, border=QUIET, light="#fff", title=title or None))


def qr_png(text: str, *, scale: int = 10) -> bytes:
    """The code as PNG, `scale` pixels a module."""
    import segno  # noqa: PLC0415 -- keeps django.setup() light

    file = BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False).save(file, kind="png", scale=scale, border=QUIET)
    return file.getvalue()


def qr_text(text: str) -> str:
    """The code drawn in half blocks (▀ ▄ █, two modules a character), dark ground or light, for a terminal."""
    import segno  # noqa: PLC0415 -- keeps django.setup() light

    file = StringIO()
    segno.make(text, error=ERROR_LEVEL, micro=False).terminal(file, border=QUIET, compact=True)
    return file.getvalue()
