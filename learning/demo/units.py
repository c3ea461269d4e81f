"""A sample of the tree: the nation and five levels below it. Places are invented."""

import datetime

from learning.models import HelpContact, Level, Post, Unit
from learning.units.change import open_unit
from quizzes.texts import set_texts

OPENED = datetime.date(2020, 1, 1)
LEVELS = [
    ("nation", "全国", "Nation"),
    ("province", "省", "Province"),
    ("prefecture", "地市", "Prefecture"),
    ("county", "县区", "County"),
    ("township", "乡镇街道", "Township"),
    ("village", "村社区", "Village"),
]
POSTS = [
    ("womens-federation-staff", "妇联工作人员", "Women's federation staff"),
    ("executive-committee-member", "妇联执委", "Executive-committee member"),
    ("childrens-supervisor", "儿童督导员", "Children's supervisor"),
    ("childrens-director", "儿童主任", "Children's director"),
    ("liaison-officer", "联络员", "Liaison officer"),
    ("legal-aid-worker", "法律援助工作者", "Legal-aid worker"),
    ("rescue-worker", "救助工作者", "Rescue worker"),
    ("volunteer", "志愿者", "Volunteer"),
]
# code: (parent, Chinese, English); the level follows from the depth.
UNITS = {
    "CN": (None, "全国妇联（示例）", "National Women's Federation (sample)"),
    "YL": ("CN", "云岭省妇联", "Yunling Province Women's Federation"),
    "DH": ("CN", "东海省妇联", "Donghai Province Women's Federation"),
    "YL01": ("YL", "清溪市妇联", "Qingxi Prefecture Women's Federation"),
    "YL02": ("YL", "南屏市妇联", "Nanping Prefecture Women's Federation"),
    "DH01": ("DH", "临港市妇联", "Lingang Prefecture Women's Federation"),
    "YL0101": ("YL01", "石桥县妇联", "Shiqiao County Women's Federation"),
    "YL0102": ("YL01", "白水县妇联", "Baishui County Women's Federation"),
    "YL0201": ("YL02", "松林县妇联", "Songlin County Women's Federation"),
    "DH0101": ("DH01", "海湾区妇联", "Haiwan District Women's Federation"),
    "YL010101": ("YL0101", "柳河镇妇联", "Liuhe Township Women's Federation"),
    "YL010102": ("YL0101", "大坪乡妇联", "Daping Township Women's Federation"),
    "YL010201": ("YL0102", "泉口镇妇联", "Quankou Township Women's Federation"),
    "YL020101": ("YL0201", "松岗镇妇联", "Songgang Township Women's Federation"),
    "DH010101": ("DH0101", "新港街道妇联", "Xingang Subdistrict Women's Federation"),
    "YL01010101": ("YL010101", "上河村", "Shanghe Village"),
    "YL01010102": ("YL010101", "下河村", "Xiahe Village"),
    "YL01010201": ("YL010102", "大坪村", "Daping Village"),
    "YL01020101": ("YL010201", "泉口村", "Quankou Village"),
    "YL02010101": ("YL020101", "松岗村", "Songgang Village"),
    "DH01010101": ("DH010101", "新港社区", "Xingang Community"),
}
NATIONAL_HELP = [
    ("police", "110", "报警", "Police", "全天", "day and night"),
    ("women", "12338", "妇女维权公益服务热线", "Women's hotline", "各地时间不同", "hours differ by place"),
    ("legal-aid", "12348", "公共法律服务热线", "Legal aid line", "全天", "day and night"),
    ("youth", "12355", "青少年服务台", "Youth line", "各地时间不同", "hours differ by place"),
    (
        "psychological",
        "12356",
        "心理援助热线",
        "Psychological support",
        "各地时间不同",
        "hours differ by place",
    ),
    ("medical", "120", "急救", "Medical emergency", "全天", "day and night"),
]
LOCAL_HELP = [
    (
        "YL0101",
        "legal-aid",
        "0800-555-0101",
        "石桥县法律援助中心（示例）",
        "Shiqiao County legal aid centre (sample)",
        "工作日 9:00-17:00",
        "weekdays 9:00-17:00",
    ),
    (
        "YL01",
        "psychological",
        "0800-555-0102",
        "清溪市心理关爱站（示例）",
        "Qingxi psychological care station (sample)",
        "每天 8:00-20:00",
        "daily 8:00-20:00",
    ),
]


def build_units() -> dict[str, Unit]:
    """The levels, posts, units and help contacts; what stands already is left alone. Units by code."""
    _build_names(Level, LEVELS, "rank")
    _build_names(Post, POSTS, "sort_order")
    levels = list(Level.objects.order_by("rank"))
    units = {unit.code: unit for unit in Unit.objects.all()}
    for code, (parent, chinese, english) in UNITS.items():
        if code not in units:
            above = Unit.objects.get(pk=units[parent].pk) if parent else None
            units[code] = open_unit(
                code=code,
                names={"zh-hans": chinese, "en": english},
                parent=above,
                on=OPENED,
                level=levels[above.level.rank + 1 if above else 0],
            )
    for order, (kind, phone, *texts) in enumerate(NATIONAL_HELP):
        _build_contact(units["CN"], kind, phone, texts, order)
    for code, kind, phone, *texts in LOCAL_HELP:
        _build_contact(units[code], kind, phone, texts, 0)
    return {unit.code: unit for unit in Unit.objects.select_related("level")}


def _build_names(model, rows, order_field):
    for order, (code, chinese, english) in enumerate(rows):
        row, _created = model.objects.get_or_create(code=code, defaults={order_field: order})
        set_texts(row, "name", {"zh-hans": chinese, "en": english})
        row.save()


def _build_contact(unit, kind, phone, texts, order):
    contact, created = HelpContact.objects.get_or_create(
        unit=unit, phone=phone, defaults={"kind": kind, "sort_order": order}
    )
    if created:
        chinese, english, hours_chinese, hours_english = texts
        set_texts(contact, "name", {"zh-hans": chinese, "en": english})
        set_texts(contact, "hours", {"zh-hans": hours_chinese, "en": hours_english})
        contact.save()
