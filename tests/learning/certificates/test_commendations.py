"""Certificates of honour: a saved rule finds, a person approves."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.certificates.commendation import CommendationRule, Nomination
from learning.certificates.credential import credential_of
from learning.certificates.nominate import decide_nomination, nominate
from learning.certificates.verify import shown_to_anyone
from learning.models import Cadre, Certificate
from quizzes.texts import set_texts
from tests.factories.cadres import make_cadre, make_supervisor, make_trainer
from tests.factories.courses import make_course
from tests.factories.learning import complete_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db
YEAR = {"since": datetime.date(2020, 1, 1), "until": datetime.date(2100, 1, 1)}


@pytest.fixture
def units():
    return make_tree()


@pytest.fixture
def people(units):
    """lan and mei completed the course, yun (next county) did not; far stands in another province."""
    course = make_course("law", lessons=1, final=True)
    people = {
        name: make_cadre(name, unit=units[code])
        for name, code in [("lan", "p1a1"), ("mei", "p1a2"), ("yun", "p1a2"), ("far", "p2a")]
    }
    for name in ("lan", "mei", "far"):
        complete_course(people[name], course)
    return people


@pytest.fixture
def by():
    user = make_trainer("approver")
    user.user_permissions.add(Permission.objects.get(codename="decide_nomination"))
    return user


def make_rule(unit, **fields) -> CommendationRule:
    today = timezone.localdate()
    period = {"since": today - datetime.timedelta(days=30), "until": today}
    rule = CommendationRule(unit=unit, **period | fields)
    set_texts(rule, "title", {"zh-hans": "年度培训工作", "en": "Training work of the year"})
    rule.full_clean()
    rule.save()
    return rule


def found(rule) -> set[str]:
    nominate(rule=rule)
    return {str(one) for one in rule.nominations.filter(state="proposed")}


def test_rule_for_cadres_finds_those_of_the_subtree_who_completed(units, people):
    assert found(make_rule(units["p1"])) == {"王lan", "王mei"}
    assert found(make_rule(units["p1a2"])) == {"王mei"}
    assert found(make_rule(units["p1"], sessions=1)) == set()
    assert found(make_rule(units["p1"], score=100)) == {"王lan", "王mei"}


def test_rule_for_units_counts_all_cadres_below_them(units, people):
    county = units["p1a1"].level
    rule = make_rule(units["p1"], whom="units", level=county)
    assert found(rule) == {str(units["p1a1"])}
    assert found(make_rule(units["p1"], whom="units", level=county, share=50)) == {
        str(units["p1a1"]),
        str(units["p1a2"]),
    }
    assert rule.nominations.get().figures == {"cadres": 1, "completed": 1, "sessions": 0}


def test_rule_of_another_period_or_course_finds_nobody(units, people):
    long_ago = datetime.date(2021, 1, 1)
    assert found(make_rule(units["p1"], since=long_ago, until=long_ago)) == set()
    assert found(make_rule(units["p1"], course=make_course("other", lessons=1, quiz=False))) == set()


def test_units_need_a_level_and_a_period_its_order(units):
    with pytest.raises(ValidationError):
        make_rule(units["p1"], whom="units")
    with pytest.raises(ValidationError):
        make_rule(units["p1"], until=datetime.date(2020, 1, 1))


def test_looking_twice_changes_nothing_and_what_was_decided_stays(units, people, by):
    rule = make_rule(units["p1"])
    assert [nominate(rule=rule), nominate(rule=rule)] == [2, 2]
    lan = rule.nominations.get(cadre=people["lan"])
    decide_nomination(nomination=lan, approve=False, reason="已获其他表彰", by=by)
    assert nominate(rule=rule) == 1
    assert rule.nominations.get(cadre=people["lan"]).state == Nomination.State.DECLINED


def test_nobody_is_honoured_without_approval_and_each_once(units, people, by):
    rule = make_rule(units["p1"])
    nominate(rule=rule)
    assert not Certificate.objects.filter(kind="honour").exists()
    nomination = rule.nominations.get(cadre=people["lan"])
    decide_nomination(nomination=nomination, approve=True, by=by)
    decide_nomination(nomination=nomination, approve=True, by=by)
    certificate = Certificate.objects.get(kind="honour")
    assert (certificate.facts["name"], certificate.cadre) == ("王lan", people["lan"])
    assert certificate.facts["titles"]["en"] == "Training work of the year"
    assert "Completed a course" in certificate.facts["wording"]["en"]["note"]
    assert shown_to_anyone(certificate)["status"] == "valid"
    assert credential_of(certificate)["credentialSubject"]["achievement"]["achievementType"] == "Award"


def test_certificate_of_a_unit_names_it_in_both_languages(units, people, by, client):
    rule = make_rule(units["p1"], whom="units", level=units["p1a1"].level)
    nominate(rule=rule)
    decide_nomination(nomination=rule.nominations.get(), approve=True, by=by)
    certificate = Certificate.objects.get(kind="honour")
    assert (certificate.facts["name"], certificate.facts["unit"]) == ("单位 p1a1", {"en": "Unit p1a1"})
    page = client.get(f"/en/verify/{certificate.code}/").content.decode()
    assert "单位 p1a1" in page
    achievement = credential_of(certificate)["credentialSubject"]["achievement"]["id"]
    assert client.get("/badges" + achievement.partition("/badges")[2]).status_code == 200


def test_nobody_approves_her_own_and_declining_needs_a_reason(units, people):
    rule = make_rule(units["p1"])
    nominate(rule=rule)
    own = rule.nominations.get(cadre=people["lan"])
    with pytest.raises(ValidationError):
        decide_nomination(nomination=own, approve=True, by=people["lan"].user)
    with pytest.raises(ValidationError):
        decide_nomination(nomination=own, approve=False, reason=" ", by=people["mei"].user)


def test_name_that_cannot_be_printed_leaves_the_nomination_waiting(units, people, by, client_for):
    Cadre.objects.filter(pk=people["lan"].pk).update(name="王\U000323b0")
    rule = make_rule(units["p1a1"])
    nominate(rule=rule)
    address = f"/cms/certificates/commendations/{rule.pk}/"
    post = {"act": "approve", "nomination": rule.nominations.get().pk}
    page = client_for(by).post(address, post, follow=True)
    assert "U+323B0" in page.content.decode()
    assert rule.nominations.get().state == Nomination.State.PROPOSED
    assert not Certificate.objects.filter(kind="honour").exists()


def test_office_looks_approves_and_shows_the_certificate(units, people, by, client_for):
    rule = make_rule(units["p1"])
    client, address = client_for(by), f"/cms/certificates/commendations/{rule.pk}/"
    assert client_for(make_trainer("t")).get(address).status_code in (302, 403)
    client.post(address, {"act": "look"})
    client.post(address, {"act": "approve", "nomination": rule.nominations.get(cadre=people["lan"]).pk})
    number = Certificate.objects.get(kind="honour").number
    assert number in client.get(address).content.decode()
    assert client.get("/cms/certificates/commendations/").status_code == 200


def test_cadre_finds_her_honour_and_her_supervisor_those_of_the_subtree(
    units, people, by, client_for, client
):
    for rule in (make_rule(units["p1"]), make_rule(units["p1"], whom="units", level=units["p1a1"].level)):
        nominate(rule=rule)
    for nomination in Nomination.objects.filter(state="proposed").exclude(cadre=people["mei"]):
        decide_nomination(nomination=nomination, approve=True, by=by)
    hers = client_for(people["lan"].user).get("/en/my-certificates/").content.decode()
    assert "Training work of the year" in hers
    number = Certificate.objects.get(kind="honour", cadre=people["lan"]).number
    assert number in hers
    assert number not in client_for(people["mei"].user).get("/en/my-certificates/").content.decode()
    page = client_for(make_supervisor("above", unit=units["p1a1"])).get("/en/certificates/units/p1a1/")
    assert page.content.decode().count("Training work of the year") == 2
    assert "Completed a course from" in page.content.decode()
    sister = client_for(make_supervisor("sister", unit=units["p1a2"]))
    assert number not in sister.get("/en/certificates/units/p1a2/").content.decode()
    assert sister.get("/en/certificates/units/p1a1/").status_code == 404


def test_lists_of_certificates_cost_the_same_for_one_and_for_many(
    units, client_for, by, django_assert_max_num_queries
):
    cadre = make_cadre("often", unit=units["p1a1"])
    for number in range(4):
        complete_course(cadre, make_course(f"c{number}", lessons=1, quiz=False))
    supervisor = make_supervisor("s", unit=units["p1"])
    for user, address in ((cadre.user, "/en/my-certificates/"), (supervisor, "/en/certificates/units/p1/")):
        client = client_for(user)
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
