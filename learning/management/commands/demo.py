"""Fill the site with the demo: ``manage.py demo``. Refused where people are."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from learning.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from learning.demo.build import build_demo


class Command(BaseCommand):
    help = "Fills the site with sample courses, units, invented people and a year of history. Harmless twice."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="only print the demo accounts")

    def handle(self, *args, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo fills a site with accounts whose password is public; these settings forbid it."
            )
        if not options["accounts"]:
            build_demo(lambda what: self.stdout.write(f"  demo: {what}"))
        for username, purpose in DEMO_ACCOUNTS.items():
            self.stdout.write(f"  {username:12} {purpose}")
        self.stdout.write(f"  password     {DEMO_PASSWORD}")
