"""Facts in, file out. Pure but for reading the template and the fonts: the same facts give the same bytes."""

import datetime
import io
import json
import threading
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings

from learning.certificates.code import spaced_code
from learning.certificates.fonts import check_letters, typst_fonts

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"
ONE_AT_A_TIME = threading.Lock()  # a typst compiler used by two threads at once raises "Already borrowed"
HEADINGS = {
    "completion": ("结业证书", "Certificate of completion"),
    "attendance": ("参训证明", "Certificate of attendance"),
}


def verify_address(code: str) -> str:
    """Where the QR code points: the same in every language."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{code}/"


def printed(facts: dict, *, kind: str, code: str, number: str) -> dict:
    """The texts on the certificate, each a plain string."""
    titles, unit, issuer, post = (facts.get(key) or {} for key in ("titles", "unit", "issuer", "post"))
    day = datetime.date.fromisoformat(facts["completed_on"])
    issued = datetime.date.fromisoformat(facts["issued_on"])
    chinese_day, english_day = _chinese(day), _english(day)
    percent = facts.get("percent")
    heading_zh, heading_en = HEADINGS[kind]
    attended = kind == "attendance"
    hours = _hours(facts["minutes"])
    return {
        "heading_zh": heading_zh,
        "heading_en": heading_en,
        "document_title": f"{heading_zh} {number}",
        "presented": "This is to certify that",
        "name": facts["name"],
        "role": _both(post, unit),
        "sentence_zh": f"于{chinese_day}参加了以下培训"
        if attended
        else f"于{chinese_day}完成以下课程并考核合格",
        "title_zh": titles.get("zh-hans") or next(iter(titles.values())),
        "title_en": titles.get("en", "") if titles.get("zh-hans") else "",
        "details_zh": "，".join(
            [f"学时：{hours} 小时"]
            + ([f"考核成绩：{percent} 分"] if percent is not None else [])
            + ([f"课程版本：第 {facts['edition']} 版"] if facts.get("edition") else [])
        ),
        "details_en": ". ".join(
            [f"{'Attended' if attended else 'Completed'} on {english_day}", f"{hours} hours"]
            + ([f"Result {percent}%"] if percent is not None else [])
            + ([f"Course edition {facts['edition']}"] if facts.get("edition") else [])
        ),
        "issuer_zh": issuer.get("zh-hans") or issuer.get("en", ""),
        "issuer_en": issuer.get("en", "") if issuer.get("zh-hans") else "",
        "issuer_text": issuer.get("zh-hans") or issuer.get("en", ""),
        "issued_line": f"{_chinese(issued)}颁发 · Issued on {_english(issued)}",
        "number_line": f"编号 No. {number}",
        "verify_line": "扫码或输入验证码核验真伪\nScan, or type this code, to check it",
        "code_text": spaced_code(code),
        "verify_address": verify_address(code),
    }


def render(facts: dict, *, kind: str, code: str, number: str, format: str = "pdf") -> bytes:
    """A PDF (archival, tagged) or PNG. Raises ``MissingGlyph`` before anything is drawn."""
    texts = printed(facts, kind=kind, code=code, number=number)
    check_letters(*texts.values())
    issued = datetime.datetime.fromisoformat(facts["issued_on"]).replace(tzinfo=datetime.UTC)
    options = {"ppi": 144} if format == "png" else {"pdf_standards": "a-3a", "timestamp": issued}
    inputs = {"facts": json.dumps(texts, ensure_ascii=False), "qr": _qr(code)}
    with ONE_AT_A_TIME:
        result = _compiler().compile(input=str(TEMPLATE), format=format, sys_inputs=inputs, **options)
    return result[0] if isinstance(result, list) else result


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=typst_fonts(), ignore_system_fonts=True)


def _qr(code: str) -> str:
    out = io.BytesIO()
    segno.make(verify_address(code), error="m", micro=False).save(
        out, kind="svg", border=1, xmldecl=False, dark="#14594f"
    )
    return out.getvalue().decode()


def _both(post: dict, unit: dict) -> str:
    chinese = " ".join(filter(None, [unit.get("zh-hans"), post.get("zh-hans")]))
    english = ", ".join(filter(None, [post.get("en"), unit.get("en")]))
    return " · ".join(filter(None, [chinese, english]))


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _chinese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _english(day: datetime.date) -> str:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}"
