import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.images import SIZES

pytestmark = pytest.mark.django_db


def test_sizes_of_an_uploaded_picture_are_made_before_anybody_asks(on_commit):
    with on_commit():
        image = get_image_model().objects.create(title="图", file=get_test_image_file(size=(1200, 800)))
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(SIZES)
