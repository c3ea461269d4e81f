"""Where a text stands: in every table, and in every stored file, also inside PDFs, spreadsheets and archives."""

import io
import json
import zipfile

import pypdfium2
from django.core.files.storage import storages
from django.db import connection

STORES = ("default", "private")


def tables_with(text: str) -> list[str]:
    """``table.column`` of every column of the database in which the text stands, whole or as a part."""
    found, quoted = [], connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for described in connection.introspection.get_table_description(cursor, table):
                where = " OR ".join([f"CAST({quoted(described.name)} AS TEXT) LIKE %s ESCAPE '!'"] * 2)
                cursor.execute(f"SELECT 1 FROM {quoted(table)} WHERE {where} LIMIT 1", _patterns(text))
                if cursor.fetchone():
                    found.append(f"{table}.{described.name}")
    return found


def files_with(text: str) -> list[str]:
    """``store: path`` of every file that holds it."""
    found = []
    for alias in STORES:
        for path in _walk(storages[alias], ""):
            with storages[alias].open(path) as file:
                if _holds(file.read(), text):
                    found.append(f"{alias}: {path}")
    return found


def _patterns(text: str) -> list[str]:
    """As it is, and as JSON writes what is not ASCII."""
    return [f"%{_literally(form)}%" for form in (text, json.dumps(text)[1:-1])]


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _walk(storage, folder):
    if not storage.exists(folder or "."):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for inner in folders:
        yield from _walk(storage, f"{folder}/{inner}".lstrip("/"))


def _holds(content: bytes, text: str) -> bool:
    if any(form in content for form in _as_bytes(text)):
        return True
    if content.startswith(b"%PDF"):
        return text in _text_of_pdf(content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(_holds(archive.read(name), text) for name in archive.namelist())
    return False


def _as_bytes(text: str) -> list[bytes]:
    """As it is, as JSON writes it, and as XML does (spreadsheets)."""
    return [text.encode(), json.dumps(text)[1:-1].encode(), text.encode("ascii", "xmlcharrefreplace")]


def _text_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
