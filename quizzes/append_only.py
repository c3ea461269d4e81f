"""Rows that are written once. The lowest floor of the house: evidence of every room stands on it."""

from django.db import models

FORGOTTEN = "—"  # stands where a name stood
EMPTY = ("", FORGOTTEN, None, {}, [])


class AppendOnlyError(Exception):
    """Somebody tried to change or delete evidence. A correction is a new row."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self):
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def forget(self, **blank) -> int:
        """The one change there is: words about a person become empty, because she is to be forgotten. What happened and
        every figure stay. Returns the number of rows. Raises ``AppendOnlyError`` for any value that is not empty."""
        if any(value not in EMPTY for value in blank.values()):
            raise AppendOnlyError(f"Words in {self.model.__name__} are only ever emptied")
        return super().update(**blank)


class AppendOnlyModel(models.Model):
    """Abstract: inserting works, changing and deleting raise ``AppendOnlyError``.

    Foreign keys of such a model are PROTECT (evidence it stands on) or SET_NULL (things that may go; what matters of
    them is copied beside the key).
    """

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")
