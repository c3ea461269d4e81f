"""Make the snapshots of the reports anew from the facts."""

from django.core.management.base import BaseCommand

from learning.reports.snapshots import rebuild


class Command(BaseCommand):
    help = "Count everything anew from the facts. The reports say the same before and after."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild()} rows by place, course and day")
