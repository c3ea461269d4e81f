"""Terms are explained where they stand first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.build import build_course, build_source
from courses.content.glossary import build_term
from courses.content.read import read_courses, read_sources, read_terms
from courses.glossary import Entry, Glossary, glossary_in
from courses.models import GlossaryTerm, LessonPage
from tests.factories.courses import make_course, make_index

LANGUAGES = {"zh-hans", "en"}
SOURCES = {source["key"] for source in read_sources()}


def entry(key, *forms):
    return Entry(key=key, term=forms[0], forms=forms, explanation="说明", sources=())


def link(key, words):
    return f'<a class="term" href="#term-{key}">{words}</a>'


class TestMatching:
    def explained(self, html, *entries):
        return Glossary(entries=entries).explained(html)

    def test_first_occurrence_only_is_linked_and_without_word_boundaries_in_chinese(self):
        html = self.explained("<p>孩子的监护人和别的监护人</p>", entry("g", "监护人"))
        assert html == f"<p>孩子的{link('g', '监护人')}和别的监护人</p>"

    def test_longest_term_wins_and_the_short_one_is_found_where_it_stands_alone(self):
        terms = entry("g", "监护人"), entry("r", "撤销监护人资格")
        html = self.explained("<p>撤销监护人资格以后，监护人</p>", *terms)
        assert html == f"<p>{link('r', '撤销监护人资格')}以后，{link('g', '监护人')}</p>"

    def test_latin_words_are_found_whole_and_in_any_case(self):
        html = self.explained("<p>A minority. Minors, and a minor.</p>", entry("m", "minor", "minors"))
        assert html == f"<p>A minority. {link('m', 'Minors')}, and a minor.</p>"

    @pytest.mark.parametrize("tag", ["a", "h3", "h4"])
    def test_nothing_is_linked_inside_links_and_headings(self, tag):
        html = self.explained(f"<{tag}>监护人<b>监护人</b></{tag}><p>监护人</p>", entry("g", "监护人"))
        assert html == f"<{tag}>监护人<b>监护人</b></{tag}><p>{link('g', '监护人')}</p>"

    def test_tags_and_attributes_are_left_alone_and_signs_stay_escaped(self):
        html = self.explained('<p data-x="监护人">1 &lt; 2 &amp; 监护人</p>', entry("g", "监护人"))
        assert html == f'<p data-x="监护人">1 &lt; 2 &amp; {link("g", "监护人")}</p>'

    def test_term_that_looks_like_a_pattern_or_like_markup_is_only_words(self):
        html = self.explained("<p>x &lt;b&gt; (a|b)+</p>", entry("p", "(a|b)+"), entry("q", "<b>"))
        assert "<b>" not in html
        assert link("p", "(a|b)+") in html

    def test_one_reading_explains_a_term_once_over_all_its_texts(self):
        glossary = Glossary(entries=(entry("g", "监护人"),))
        glossary.explained("<p>监护人</p>")
        assert glossary.explained("<p>监护人</p>") == "<p>监护人</p>"
        assert [used.key for used in glossary.used] == ["g"]


@pytest.fixture
def lesson(db):
    make_course("law", modules=1, lessons=1, quiz=False)
    lesson = LessonPage.objects.get()
    lesson.body_zh_hans = [("text", "<p>监护人是谁？</p>"), ("text", "<p>监护人的职责</p>")]
    lesson.body_en = [("text", "<p>Who is the guardian?</p>")]
    lesson.save_revision().publish()
    return LessonPage.objects.get()


@pytest.mark.django_db
class TestLesson:
    def page(self, client, lesson, language="zh-hans"):
        return client.get(lesson.url.replace("zh-hans", language)).content.decode()

    def test_link_leads_to_an_entry_on_the_same_page_in_the_readers_language(
        self, client, lesson, django_capture_on_commit_callbacks
    ):
        for source in read_sources():
            build_source(source)
        with django_capture_on_commit_callbacks(execute=True):
            build_term(next(term for term in read_terms() if term["key"] == "guardian"))
        for language, words, law in (("zh-hans", "监护人", "民法典"), ("en", "guardian", "Civil Code")):
            page = self.page(client, lesson, language)
            assert page.count('href="#term-guardian"') == page.count('id="term-guardian"') == 1
            assert link("guardian", words) in page
            assert law in page.partition('id="term-guardian"')[2][:900]

    def test_term_without_a_text_in_the_readers_language_is_not_linked_there(self, client, lesson):
        GlossaryTerm.objects.create(
            key="g", term_zh_hans="监护人", term_en="guardian", explanation_zh_hans="说明"
        )
        glossary_in("en")
        assert "term-g" in self.page(client, lesson)
        assert "term-g" not in self.page(client, lesson, "en")

    def test_change_in_the_cms_is_seen_at_once_and_reading_asks_nothing_of_the_database(
        self, client, lesson, django_capture_on_commit_callbacks
    ):
        assert "glossary" not in self.page(client, lesson).partition("<main")[2]
        with django_capture_on_commit_callbacks(execute=True):
            GlossaryTerm.objects.create(key="g", term_zh_hans="监护人", explanation_zh_hans="说明")
        assert "term-g" in self.page(client, lesson)
        with CaptureQueriesContext(connection) as captured:
            glossary_in("zh-hans")
        assert len(captured) == 0
        with django_capture_on_commit_callbacks(execute=True):
            GlossaryTerm.objects.all().delete()
        assert "term-g" not in self.page(client, lesson)

    def test_explanation_is_words_and_never_markup(self, client, lesson):
        GlossaryTerm.objects.create(
            key="g", term_zh_hans="监护人", explanation_zh_hans="<script>alert(1)</script>"
        )
        assert "<script>alert" not in self.page(client, lesson)


class TestShippedTerms:
    def test_each_is_whole_in_both_languages_and_cites_known_laws(self):
        terms = read_terms()
        assert 12 <= len(terms) <= 20
        assert len({term["key"] for term in terms}) == len(terms)
        for term in terms:
            assert set(term["term"]) == set(term["explanation"]) == LANGUAGES, term["key"]
            assert all(len(text) <= 600 for text in term["explanation"].values()), term["key"]
            assert set(term.get("sources") or []) <= SOURCES, term["key"]
            assert bool(term.get("articles")) <= bool(term.get("sources")), term["key"]

    def test_no_form_belongs_to_two_terms(self):
        for language in LANGUAGES:
            forms = [
                form.strip().casefold()
                for term in read_terms()
                for form in [
                    term["term"][language],
                    *re.split("[;；]", (term.get("also") or {}).get(language, "")),
                ]
                if form.strip()
            ]
            assert len(set(forms)) == len(forms)

    @pytest.mark.django_db
    def test_most_of_them_are_found_in_the_courses(self, client):
        for source in read_sources():
            build_source(source)
        for term in read_terms():
            build_term(term)
        for data in read_courses():
            build_course(make_index(), {**data, "audience": "public"})
        for language in LANGUAGES:
            found = set()
            for lesson in LessonPage.objects.live():
                page = client.get(lesson.url.replace("zh-hans", language)).content.decode()
                found |= set(re.findall(r'href="#term-([a-z-]+)"', page))
            assert len(found) >= 12, (language, {term["key"] for term in read_terms()} - found)
