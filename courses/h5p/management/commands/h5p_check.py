"""``manage.py h5p_check FILE... [--json]``: judge packages without storing anything."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from courses.h5p.library import Installed
from courses.h5p.package import NothingInstalled, check_package


class Command(BaseCommand):
    help = "Judges .h5p files and stores nothing. Exit status 0 when every file was judged, whatever the verdicts."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args, files, **options):
        installed = self.installed()
        unread = []
        for path in files:
            try:
                with open(path, "rb") as file:
                    ok, findings = check_package(file, installed=installed)
            except OSError as error:
                unread.append(f"{path}: {error.strerror}")
                continue
            self.say(path, ok, findings, as_json=options["json"])
        if unread:
            raise CommandError("\n".join(unread))

    def installed(self):
        """What the site has; on a machine without a database, nothing."""
        try:
            return Installed()
        except DatabaseError:
            return NothingInstalled()

    def say(self, path, ok, findings, *, as_json):
        if as_json:
            row = {"file": path, "ok": ok, "findings": [finding.as_dict() for finding in findings]}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            return
        self.stdout.write(f"{path}: {'ok' if ok else 'refused'}")
        for finding in findings:
            self.stdout.write(f"  {finding.level}: {finding.message} ({finding.code})")
