"""Activities in Wagtail's admin: upload, list, edit, copy, export, libraries."""
