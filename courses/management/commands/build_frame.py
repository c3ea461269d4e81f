"""``manage.py build_frame``: what a new site needs before the first course. Harmless twice."""

from django.core.management.base import BaseCommand

from courses.frame import build_frame


class Command(BaseCommand):
    help = "Makes the home page, the course list, the groups of trainers and reviewers and their workflow."

    def handle(self, *args, **options):
        build_frame()
        self.stdout.write("The frame of the site stands.")
