"""On the second origin nothing but the player is served: no page of the site, no sign-in."""

from urllib.parse import urlsplit

from django.http import HttpResponseNotFound

from courses.h5p import conf

SERVED = ("/h5p/", "/static/")


class OnlyPlayerOnContentOrigin:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        origin = conf.setting("H5P_CONTENT_ORIGIN")
        if origin and request.get_host() == urlsplit(origin).netloc and not request.path.startswith(SERVED):
            return HttpResponseNotFound()
        return self.get_response(request)
