"""The menu of quizzes in the CMS: pages beside the lists of snippets."""

from wagtail.admin.menu import MenuItem

QUIZZES_MENU = "register_quizzes_menu_item"


class PermittedMenuItem(MenuItem):
    """Shown to those who have ``permission``."""

    permission = ""

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


def menu_item_for(permission: str):
    """The class of menu item that asks for ``permission``."""
    return type("PermittedMenuItem", (PermittedMenuItem,), {"permission": permission})
