"""A question in the block picker of the CMS."""

from django import template

from quizzes.previews import shown_block

register = template.Library()


@register.simple_tag
def preview_question(bound_block) -> dict:
    """The block's preview value as learners would see it."""
    return shown_block(bound_block.block, bound_block.value, number=1)
