"""The sizes of a picture are made by a worker when it is uploaded, so that no reader waits for them."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images import get_image_model

from config.jobs.enqueue import request_job
from config.jobs.registry import handles

KIND = "image.sizes"
SIZES = [
    "width-400|format-webp",
    "width-800|format-webp",
]  # as templates/courses/blocks/image.html asks for them


@receiver(post_save, sender=get_image_model())
def ask_for_sizes(sender, instance, raw=False, **kwargs):
    if not raw and not instance.is_svg():
        key = f"image-{instance.pk}-{instance.file_hash or instance.file.name}"[:200]
        request_job(kind=KIND, key=key, arguments={"image_id": instance.pk})


@handles(KIND)
def make_sizes(job, *, image_id):
    """Twice: Wagtail finds what is there. A picture that has gone meanwhile needs nothing."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is not None:
        image.get_renditions(*SIZES)
