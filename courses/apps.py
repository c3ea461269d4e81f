from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from courses import images, receivers, reuse_receivers  # noqa: F401
        from courses.h5p.choices import equivalent_choices
        from courses.models import LegalSource, Topic
        from courses.translating import receivers as translating  # noqa: F401
        from quizzes.choices import category_choices, source_choices
        from quizzes.models import Quiz

        source_choices.register(
            lambda: [(source.key, str(source)) for source in LegalSource.objects.order_by("key")]
        )
        equivalent_choices.register(
            lambda: [(quiz.key, str(quiz)) for quiz in Quiz.objects.of_courses().filter(live=True)]
        )
        category_choices.register(lambda: [(topic.code, str(topic)) for topic in Topic.objects.all()])
