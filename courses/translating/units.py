"""A page's units of translation: each field, and each block of its body. No database."""

import json
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname
from wagtail.fields import RichTextField, StreamField

from courses.translating.shape import canonical, is_rich, leaves, normalised, texts_of_block
from quizzes.versions import digest_of

SOURCE = settings.LANGUAGE_CODE
BODY = "body"


def target_languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != SOURCE]


@dataclass(frozen=True)
class Unit:
    """``name`` is a field's name, or ``body:<id of the block>``. ``source`` and ``target`` are stored values, None when the
    side is missing. ``definition`` is the block, None for a field."""

    name: str
    label: str
    source: object
    target: object
    definition: object = None
    rich: bool = False
    block_type: str = ""

    @property
    def is_block(self) -> bool:
        return self.definition is not None

    @cached_property
    def source_texts(self) -> dict[str, str]:
        return self._texts(self.source)

    @cached_property
    def target_texts(self) -> dict[str, str]:
        return self._texts(self.target)

    @cached_property
    def source_parts(self) -> dict:
        return self._canonical(self.source)

    @cached_property
    def source_digest(self) -> str:
        return digest_of(self.source_parts)

    @cached_property
    def target_digest(self) -> str:
        return digest_of(self._canonical(self.target))

    @property
    def has_source(self) -> bool:
        return self.source is not None if self.is_block else bool(normalised(self.source))

    @property
    def has_target(self) -> bool:
        """A block that has texts is translated when one of them is."""
        if not self.is_block:
            return bool(normalised(self.target))
        return self.target is not None and (bool(self.target_texts) or not self.source_texts)

    def rich_at(self, path: str) -> bool:
        if not self.is_block:
            return self.rich
        return any(
            is_rich(leaf)
            for at, leaf, _v in leaves(self.definition, self.source or self.target)
            if at == path
        )

    def _texts(self, raw):
        if self.is_block:
            return texts_of_block(self.definition, raw) if raw is not None else {}
        return {"": raw} if normalised(raw) else {}

    def _canonical(self, raw):
        if self.is_block:
            return canonical(self.definition, raw) if raw is not None else {}
        return {"": normalised(raw)} if normalised(raw) else {}


@dataclass(frozen=True)
class PageTexts:
    """The texts of a page as they stand in one revision. ``columns`` by column name; a body is a list of stored blocks."""

    model: type
    pk: int
    key: str
    columns: dict = field(repr=False)

    def value(self, name, language):
        return self.columns.get(build_localized_fieldname(name, language))

    def heading(self) -> str:
        return self.value("heading", SOURCE) or next(
            (text for code, _n in settings.LANGUAGES if (text := self.value("heading", code))), ""
        )

    def units(self, language: str) -> list[Unit]:
        """Fields first, then blocks in the order of the source; blocks that only the target has come last."""
        found = []
        for name in self.model.translated_texts:
            model_field = self.model._meta.get_field(name)
            if isinstance(model_field, StreamField):
                found += self._blocks(model_field.stream_block, name, language)
            else:
                found.append(
                    Unit(
                        name=name,
                        label=str(model_field.verbose_name),
                        source=self.value(name, SOURCE) or "",
                        target=self.value(name, language) or "",
                        rich=isinstance(model_field, RichTextField),
                    )
                )
        return [unit for unit in found if unit.has_source or unit.has_target]

    def _blocks(self, stream, name, language):
        source, target = self.value(name, SOURCE) or [], self.value(name, language) or []
        partners = paired(source, target)
        used = {id(block) for block in partners.values()}
        for block in source:
            if block["type"] in stream.child_blocks:
                partner = partners.get(block.get("id"))
                yield _block_unit(stream, block, block["value"], partner["value"] if partner else None)
        for block in target:
            if id(block) not in used and block["type"] in stream.child_blocks:
                yield _block_unit(stream, block, None, block["value"])


def _block_unit(stream, block, source, target):
    definition = stream.child_blocks[block["type"]]
    return Unit(
        name=f"{BODY}:{block.get('id')}",
        label=str(definition.label),
        source=source,
        target=target,
        definition=definition,
        block_type=block["type"],
    )


def paired(source: list, target: list) -> dict:
    """``{id of a source block: target block}``. By id; texts typed into both tabs by hand have no id in common, and are
    paired in their order when their kinds agree."""
    by_id = {block.get("id"): block for block in target if block.get("id")}
    found = {
        block["id"]: by_id[block["id"]]
        for block in source
        if block.get("id") in by_id and by_id[block["id"]]["type"] == block["type"]
    }
    if not found and source and [b["type"] for b in source] == [b["type"] for b in target]:
        return {ours.get("id"): theirs for ours, theirs in zip(source, target, strict=True)}
    return found


def texts_of_page(page) -> PageTexts:
    """Of a page as it is in memory."""
    columns = {}
    for name in page.translated_texts:
        for code, _name in settings.LANGUAGES:
            value = page.in_language(name, code)
            columns[build_localized_fieldname(name, code)] = (
                list(value.get_prep_value()) if hasattr(value, "get_prep_value") else value
            )
    return PageTexts(model=type(page), pk=page.pk, key=str(page.translation_key), columns=columns)


def texts_of_content(model, content: dict) -> PageTexts:
    """Of a revision's content, without making a page of it."""
    columns = {}
    for name in model.translated_texts:
        for code, _name in settings.LANGUAGES:
            column = build_localized_fieldname(name, code)
            value = content.get(column)
            is_stream = isinstance(model._meta.get_field(name), StreamField)
            columns[column] = json.loads(value or "[]") if is_stream else value
    return PageTexts(model=model, pk=content["pk"], key=content["translation_key"], columns=columns)
