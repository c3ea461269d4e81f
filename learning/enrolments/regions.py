"""In which regions the reader works."""

from courses.regions import reader_regions
from learning.enrolments.enrol import cadre_of
from learning.units.regions import region_codes_around


@reader_regions.register
def regions_of(request) -> set | None:
    """None for people without a unit: nobody asks them where they are."""
    user = getattr(request, "user", None)
    cadre = cadre_of(user) if user is not None else None
    return region_codes_around(cadre.unit_today) if cadre is not None and cadre.unit_today else None
