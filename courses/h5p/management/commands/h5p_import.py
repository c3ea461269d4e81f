"""``manage.py h5p_import FILE``: install the package's libraries and store its content as a new activity."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.h5p.models import Activity
from courses.h5p.upload import NotAccepted, import_package


class Command(BaseCommand):
    help = (
        "Installs the libraries of an .h5p file and stores its content, as a new activity or in place of one."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[c for c, n in settings.LANGUAGES]
        )
        parser.add_argument(
            "--activity", default="", metavar="KEY", help="the activity whose content it becomes"
        )
        parser.add_argument("--without-libraries", action="store_true", help="use installed libraries only")

    def handle(self, *args, file, language, activity, without_libraries, **options):
        target = Activity.objects.filter(key=activity).first() if activity else None
        if activity and target is None:
            raise CommandError(f"There is no activity {activity}.")
        try:
            with Path(file).open("rb") as opened:
                content, installed, findings = import_package(
                    opened, language=language, may_install=not without_libraries, activity=target
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from None
        except NotAccepted as refused:
            lines = [f"{finding.level}: {finding.message} ({finding.code})" for finding in refused.findings]
            raise CommandError("\n".join([f"{file} is refused.", *lines])) from None
        for finding in findings:
            self.stdout.write(f"{finding.level}: {finding.message} ({finding.code})")
        for library in installed:
            self.stdout.write(f"installed: {library}")
        self.stdout.write(f"stored: {content.title} as {content.activity.key} ({content.language})")
