"""Light or dark, as the visitor chose; kept in a cookie, so that no script has to run first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cynosure.register.people.models import User

COOKIE = "appearance"
CHOICES = ("light", "dark")
_A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest | None) -> str:
    """Return "light" or "dark" where this visitor chose one, else nothing: the system decides."""
    told = request.COOKIES.get(COOKIE, "") if request else ""
    return told if told in CHOICES else ""


def keep(response: HttpResponse, told: str, *, secure: bool) -> None:
    """Keep a choice in the visitor's cookie; anything but light or dark lets the system decide."""
    if told in CHOICES:
        response.set_cookie(
            COOKIE, told, max_age=_A_YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


@require_POST
def appearance(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the choice, also for the person's other devices, and lead back to where it was made."""
    back = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if own else "/")
    told = request.POST.get("appearance", "")
    keep(response, told, secure=request.is_secure())
    user = getattr(request, "user", None)
    if isinstance(user, User):
        User.objects.filter(pk=user.pk).update(theme=told if told in CHOICES else "system")
    return response
