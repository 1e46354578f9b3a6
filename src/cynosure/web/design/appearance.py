"""Light or dark, as the visitor chose; kept in a cookie, so that no script has to run first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "appearance"
CHOICES = ("light", "dark")
_A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest | None) -> str:
    """Return "light" or "dark" where this visitor chose one, else nothing: the system decides."""
    told = request.COOKIES.get(COOKIE, "") if request else ""
    return told if told in CHOICES else ""


@require_POST
def appearance(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the choice, and lead back to the page that it was made on."""
    back = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if own else "/")
    told = request.POST.get("appearance", "")
    if told in CHOICES:
        response.set_cookie(
            COOKIE,
            told,
            max_age=_A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
