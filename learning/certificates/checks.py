"""Said at start: what certificates would lack on this machine."""

from django.core.checks import Warning, register

from learning.certificates.fonts import missing_families


@register
def fonts_are_there(app_configs, **kwargs):
    missing = missing_families()
    if not missing:
        return []
    return [
        Warning(
            f"Fonts for certificates are missing: {', '.join(missing)}. Names in their scripts are refused.",
            hint="Run `python -m config.fetch_fonts`, or name folders that hold them in FONT_FOLDERS.",
            id="learning.W001",
        )
    ]
