"""Pictures that ship with the courses, as images of the library."""

from pathlib import Path

from django.core.files.images import ImageFile
from wagtail.images import get_image_model

FOLDER = Path(__file__).parent / "pictures"
MARK = "courses/content/"  # before the file's name in the title: so a picture is found again


def build_picture(name: str):
    """The image of the file ``name``, made when there is none. Twice: one."""
    model = get_image_model()
    title = f"{MARK}{name}"
    found = model.objects.filter(title=title).first()
    if found:
        return found
    with (FOLDER / name).open("rb") as file:
        image = model(title=title, file=ImageFile(file, name=name))
        image.save()
    return image
