"""The addresses of the API: all that the operations say, and a no for every other."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from cynosure.web.api import deciding, exporting, figures, reading, sending  # noqa: F401 - they say what there is
from cynosure.web.api.opening import answering
from cynosure.web.api.problems import CONTENT_TYPE, problem_of
from cynosure.web.api.router import router


class Token(HttpBearer):
    """Tells the description how a token is sent; `opening` has checked it by then."""

    def authenticate(self, request: HttpRequest, token: str) -> object:
        """Return whose it is."""
        del token
        return getattr(request, "token", None)


class Described(NinjaAPI):
    """The description, with every problem in its own form."""

    def get_openapi_schema(self, **options: object) -> OpenAPISchema:
        """Return what programs may ask."""
        schema = super().get_openapi_schema(**options)  # type: ignore[arg-type]
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
        return schema


api = Described(
    title="Cynosure",
    version=version("cynosure"),
    description="Send demand, ask for figures, correct what a demand is. A token (Settings, Tokens) "
    "belongs to one workspace and says which.",
    urls_namespace="api",
    auth=Token(),
)
api.add_router("", router)


def _say_no(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of(request, error).response()


for kind in (ValidationError, HttpError, Http404, Exception):
    api.add_exception_handler(kind, _say_no)


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say that nothing is at this address."""
    del rest
    raise Http404(request.path)


_found, _app, _name = api.urls
_found.sort(key=lambda each: "<" in str(each.pattern))  # `demands/batch` is no demand's id
for each in _found:
    assert each.callback is not None, "each operation has a view"
    each.callback = answering(each.callback)
# Any sign at all: a line break is none for `<path:…>`.
_all = [*_found, re_path(r"^(?P<rest>[\s\S]+)$", answering(nothing), name="nothing")]
urlpatterns = [path("", include((_all, _app), namespace=_name))]
