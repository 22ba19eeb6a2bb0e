"""Made-up papers of the demonstration: some acts have one, a few share the paper of another, most have none.

Which act has which paper follows from its number in the plan alone, so that the city is the same on every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.services.catalogue import ACTS

_EVERY: Final = 6
"""Every so many acts, one has a paper."""
_SHARED: Final = 240
"""Every so many acts, one has the paper of the act that had the last one."""
_PDF: Final = 12
"""Every so many acts, the paper is a PDF; else it is a text."""
_LINES: Final = ("示例附件第{number}号", "演示数据，内容虚构，不是任何单位的文件")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpPaper:
    """A paper that nobody ever signed."""

    name: str
    media_type: str
    content: bytes


def paper_of(kind: str, number: int) -> MadeUpPaper | None:
    """Return the paper of an act of the plan; None where it has none.

    :param number: the place of the act in the plan, from one.
    """
    if number % _EVERY:
        return None
    copied = number % _SHARED == 0
    source = number - _EVERY if copied else number
    lines = tuple(line.format(number=source) for line in _LINES)
    name = f"示例{ACTS[kind].title}附件{number}{'（复印件）' if copied else ''}"
    if source % _PDF == 0:
        return MadeUpPaper(name=f"{name}.pdf", media_type="application/pdf", content=_pdf(lines))
    return MadeUpPaper(name=f"{name}.txt", media_type="text/plain", content="\n".join(lines).encode())


def _pdf(lines: tuple[str, ...]) -> bytes:
    """Return one page with a few lines, in a font that readers of Chinese bring with them."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F1 16 Tf 24 TL 72 760 Td {shown} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
            " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    )
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>"
    return f"{written}{end}\nstartxref\n{len(written)}\n%%EOF\n".encode("ascii")
