"""``manage.py rebuild_search``: what can be found, made anew from the live pages. Harmless twice."""

from django.core.management.base import BaseCommand

from courses.search.collect import rebuild


class Command(BaseCommand):
    help = "Makes the search's rows anew from the live pages."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild()} texts can be found.")
