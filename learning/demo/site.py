"""The site's frame and the courses that ship with the library."""

from wagtail.models import Page, Site

from courses.content.build import build_course, build_source, build_topic
from courses.content.read import read_courses, read_sources
from courses.models import CourseIndexPage, CoursePage, HomePage
from quizzes.texts import set_texts

TOPICS = [
    ("legal-aid", "法律援助", "Legal aid"),
    ("guardianship", "监护责任", "Guardianship duties"),
    ("trauma-informed-care", "创伤知情照护", "Trauma-informed care"),
]
HOME = {
    "heading": {"zh-hans": "一起学，守护好每一个人", "en": "Learning together, so that everybody is safe"},
    "summary": {
        "zh-hans": "面向妇联干部、家长和监护人的培训：法律援助、监护责任、创伤知情照护。",
        "en": "Training for cadres of the women's federation, parents and guardians: legal aid, guardianship duties, trauma-informed care.",
    },
    "introduction": {
        "zh-hans": "<p>公开课程不用注册就可以读，也不会留下记录。按自己的节奏学，随时可以停下来。</p>",
        "en": "<p>The public courses can be read without an account, and nothing is recorded. Learn at your own pace; stop whenever you like.</p>",
    },
}
INDEX = {
    "heading": {"zh-hans": "课程", "en": "Courses"},
    "summary": {"zh-hans": "所有课程都有中文和英文。", "en": "All courses are in Chinese and English."},
}


def build_site(say) -> list[CoursePage]:
    """Home page, course list, topics, legal sources and the courses. What stands already is left alone."""
    index = _build_frame()
    for order, (code, chinese, english) in enumerate(TOPICS):
        build_topic(code=code, names={"zh-hans": chinese, "en": english}, sort_order=order)
    for source in read_sources():
        build_source(source)
    courses = []
    for data in read_courses():
        say(f"course: {data['heading']['en']}")
        courses.append(build_course(CourseIndexPage.objects.get(pk=index.pk), data))
    return courses


def _build_frame() -> CourseIndexPage:
    index = CourseIndexPage.objects.first()
    if index:
        return index
    root = Page.objects.get(depth=1)
    home = HomePage(slug="library")
    for name, texts in HOME.items():
        set_texts(home, name, texts)
    root.add_child(instance=home)
    home.save_revision().publish()
    index = CourseIndexPage(slug="courses")
    for name, texts in INDEX.items():
        set_texts(index, name, texts)
    home.add_child(instance=index)
    index.save_revision().publish()
    welcome = Page.objects.filter(depth=2).exclude(pk=home.pk)  # Wagtail's own "Welcome to your new site"
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Training library"}
    )
    welcome.delete()
    return index
