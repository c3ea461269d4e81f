"""The keys that certificates are signed with: list them, make the first, make the next (rotation)."""

from django.conf import settings
from django.core.management.base import BaseCommand

from learning.certificates.keys import ensure_key, make_key, published_keys, signing_key


class Command(BaseCommand):
    help = (
        "Lists the keys of certificates. With --ensure makes the first one, with --new the next: from then on it signs, and "
        "what the earlier ones signed stays genuine as long as their files are there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--new", action="store_true", help="make a key that signs from now on")
        parser.add_argument("--ensure", action="store_true", help="make a key only when there is none")

    def handle(self, *args, new, ensure, verbosity, **options):
        if new:
            make_key()
        if ensure:
            ensure_key()
        if verbosity:
            self.list_keys()

    def list_keys(self):
        keys = published_keys()
        self.stdout.write(f"{len(keys)} in {settings.SIGNING_KEYS}")
        signs = signing_key().id if any(key.private for key in keys.values()) else None
        for key in keys.values():
            self.stdout.write(f"{key.id}  {'signs' if key.id == signs else 'verifies what it signed'}")
