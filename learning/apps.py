from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from courses.audience import post_choices
        from learning import receivers  # noqa: F401
        from learning.certificates import checks  # noqa: F401
        from learning.models import Post

        post_choices.register(lambda: [(post.code, str(post)) for post in Post.objects.all()])
