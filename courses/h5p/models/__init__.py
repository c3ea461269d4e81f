"""Table of contents of the models; one noun a file."""

from courses.h5p.models.activity import Activity, Content
from courses.h5p.models.folder import StoredFolder
from courses.h5p.models.library import Library
from courses.h5p.models.tracking import Refusal, Run, State, Statement
from courses.h5p.models.upload import Upload

__all__ = ["Activity", "Content", "Library", "Refusal", "Run", "State", "Statement", "StoredFolder", "Upload"]
