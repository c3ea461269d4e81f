"""The style guide shows what there is."""

import re

import pytest

from courses.home.style_guide import colours
from tests.factories.cadres import make_cadre, make_trainer

pytestmark = pytest.mark.django_db
ADDRESS = "/cms/style-guide/"


def test_style_guide_shows_every_colour_and_the_blocks_with_their_own_previews(client_for):
    page = client_for(make_trainer()).get(ADDRESS).content.decode()
    assert len(colours()) > 15
    for name in colours():
        assert f"var(--{name})" in page
    for preview in ("先保证安全", "双脚踩实地面"):  # of the blocks key points and grounding pause
        assert preview in page
    for tag in ("zh-Hans", "en", "ug", "bo"):
        assert re.search(rf'<section[^>]+lang="{tag}"', page)


def test_style_guide_is_for_who_works_in_the_cms(client_for):
    for user in (None, make_cadre("lan").user):
        assert client_for(user).get(ADDRESS).status_code in (302, 403)
