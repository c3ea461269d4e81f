"""``manage.py find_name NAME``: is anybody of this name left in the database or in a stored file?"""

from django.core.management.base import BaseCommand, CommandError

from learning.privacy.find import files_with, tables_with

SHORTEST = 2  # characters; one alone stands everywhere


class Command(BaseCommand):
    help = (
        "Says in which columns and files a name stands, never in which row. Exit status 1 when it stands somewhere. "
        "Backups are not searched: they end with their own time."
    )

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *, name, **options):
        if len(name.strip()) < SHORTEST:
            raise CommandError("Give the whole name.")
        places = tables_with(name.strip()) + files_with(name.strip())
        for place in places:
            self.stdout.write(place)
        if places:
            raise CommandError(f"Found in {len(places)} places.", returncode=1)
        self.stdout.write("Found nowhere.")
