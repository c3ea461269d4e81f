"""An installed library: code that contents of one minor version share."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.h5p.manifest import Identity


class LibraryQuerySet(models.QuerySet):
    def runnable(self):
        return self.filter(runnable=True)

    def with_identity(self, identity: Identity):
        return self.filter(machine_name=identity.name, major=identity.major, minor=identity.minor)


class Library(models.Model):
    """One row per minor version; a higher patch takes its place by switching ``folder``.

    ``dependencies`` is ``{"preloaded": [[name, major, minor], ...], "dynamic": ..., "editor": ...}``, ``languages``
    what is in its language files.
    """

    machine_name = models.CharField(_("machine name"), max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=255)
    runnable = models.BooleanField(_("can be played by itself"), default=False)
    core_api_major = models.PositiveIntegerField(default=1)
    core_api_minor = models.PositiveIntegerField(default=0)
    js = models.JSONField(default=list)
    css = models.JSONField(default=list)
    dependencies = models.JSONField(default=dict)
    manifest = models.JSONField(default=dict)
    semantics = models.JSONField(default=list)
    languages = models.JSONField(default=dict)
    folder = models.OneToOneField(
        "h5p.StoredFolder", on_delete=models.PROTECT, related_name="library", verbose_name=_("folder")
    )
    previous_folder = models.ForeignKey(
        "h5p.StoredFolder", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    installed_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")
        ordering = ["title", "machine_name", "-major", "-minor"]
        permissions = [("install_library", _("May install libraries, that is, put JavaScript on the site"))]
        constraints = [
            models.UniqueConstraint(
                fields=["machine_name", "major", "minor"], name="one_library_per_minor_version"
            )
        ]

    def __str__(self):
        return f"{self.title} {self.version}"

    @property
    def identity(self) -> Identity:
        return Identity(self.machine_name, self.major, self.minor)

    @property
    def version(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
