"""Take in an uploaded file. It is kept aside until a worker has judged it."""

from courses.h5p import conf, storage
from courses.h5p.jobs import request_judgement
from courses.h5p.models import Activity, Upload
from courses.h5p.upload import sha256_of

INSTALLS = "h5p.install_library"


def receive(file, *, language: str, user, activity: Activity | None = None) -> Upload:
    """Keep the file and ask for its judgement. Whether its libraries may be installed is decided by who uploads it."""
    upload = Upload(
        file_name=file.name[:255],
        bytes=file.size,
        sha256=sha256_of(file),
        language=language,
        may_install=user.has_perm(INSTALLS),
        activity=activity,
        uploaded_by=user,
    )
    name = f"{conf.setting('H5P_FOLDER')}/uploads/{upload.uuid}.h5p"
    upload.file = storage.h5p_storage().save(name, file)
    upload.save()
    request_judgement(upload)
    return upload
