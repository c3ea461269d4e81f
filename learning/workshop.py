"""The organisation's part of the first page of the CMS."""

from wagtail.admin.ui.components import Component


class OrganisationPanel(Component):
    """Links for those who keep units, people and help contacts."""

    name = "organisation"
    order = 15
    template_name = "learning/workshop/organisation.html"

    def get_context_data(self, parent_context=None):
        return {"organises": parent_context["request"].user.has_perm("learning.change_unit")}
