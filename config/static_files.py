"""Static files by hash, with the imports between our JavaScript modules rewritten too, so that each module is cached for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
