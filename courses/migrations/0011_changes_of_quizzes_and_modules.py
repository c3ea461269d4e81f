import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("minor", "minor: nobody has to learn it again"),
    ("material", "material: whoever holds the certificate has to learn it again"),
]
PLANNED_FOR = models.Q(page=None, quiz__isnull=False) | models.Q(page__isnull=False, quiz=None)


class Migration(migrations.Migration):
    """A lesson's key is its page's key, so plans keep their page."""

    dependencies = [
        ("courses", "0010_glossary"),
        ("quizzes", "0009_names_of_question_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RenameField("plannedchange", "lesson", "page"),
        migrations.AlterField(
            "plannedchange",
            "page",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="planned_change",
                to="wagtailcore.page",
            ),
        ),
        migrations.AddField(
            "plannedchange",
            "quiz",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="planned_change",
                to="quizzes.quiz",
            ),
        ),
        migrations.AddConstraint(
            "plannedchange",
            models.CheckConstraint(condition=PLANNED_FOR, name="planned_for_a_page_or_a_quiz"),
        ),
        migrations.AlterField("plannedchange", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.AlterField("lessonchange", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.RemoveConstraint("lessonchange", "a_publication_is_one_change"),
        migrations.AddConstraint(
            "lessonchange",
            models.UniqueConstraint(
                fields=("lesson_key", "course_key", "revision"), name="a_publication_is_one_change"
            ),
        ),
    ]
