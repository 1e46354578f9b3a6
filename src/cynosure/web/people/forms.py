"""What people fill in: each form lists its fields, and nothing else is ever taken from a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from cynosure.register.people.models import Role, User
from cynosure.register.people.tokens import SCOPES

_SCOPES = {
    "demands:read": "Read demands",
    "measures:read": "Read measures and themes",
    "exports:read": "Export",
    "demands:write": "Send in demands",
    "decisions:write": "Correct what demands are",
}


class JoinForm(forms.Form):
    """A new account, made by an invitation."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        help_text="As colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="You sign in with it. Nothing is sent there.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=200,
        help_text="At least 12 characters; a few words that nobody expects together do well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, only_for: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._only_for = only_for
        if only_for:
            self.fields["email"].initial = only_for
            self.fields["email"].help_text = "This invitation is for this address."

    def clean_email(self) -> str:
        """Return the address; it is the invitation's where that names one, and new to us."""
        email: str = self.cleaned_data["email"].strip().lower()
        if self._only_for and email != self._only_for:
            raise ValidationError(f"This invitation is for {self._only_for}.")
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("No account can be made for it. Is it yours? Then sign in first.")
        return email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, with name and address known."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned:
            somebody = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user=somebody)
            except ValidationError as wrong:
                self.add_error("password", wrong)
        return cleaned


class NameForm(forms.Form):
    """The name that colleagues see."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="Colleagues see it beside what you do.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class InviteForm(forms.Form):
    """An invitation."""

    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.VIEWER)
    email = forms.EmailField(
        label="Only for this e-mail",
        required=False,
        help_text="Left empty, whoever has the link may use it. Nothing is sent.",
    )
    days = forms.TypedChoiceField(
        label="Opens for",
        coerce=int,
        choices=[(1, "a day"), (7, "a week"), (30, "30 days")],
        initial=7,
    )

    def until(self, at: datetime) -> datetime:
        """Return the end that was chosen."""
        return at + timedelta(days=self.cleaned_data["days"])


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label="What it is for", max_length=100, help_text="Such as: nightly load from the shop."
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do", widget=forms.CheckboxSelectMultiple, choices=[]
    )
    days = forms.TypedChoiceField(
        label="Holds for",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year")],
        initial=90,
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [
            (scope, words) for scope, words in _SCOPES.items() if role.may(SCOPES[scope])
        ]

    def until(self, at: datetime) -> datetime:
        """Return the end that was chosen."""
        return at + timedelta(days=self.cleaned_data["days"])


class TrailForm(forms.Form):
    """What narrows the trail."""

    acts = forms.ChoiceField(label="What", required=False)
    by = forms.TypedChoiceField(label="Who", required=False, coerce=int, empty_value=None)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self, *args: Any, kinds: list[str], people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, first, choices in (
            ("acts", "Everything", [(kind, kind.replace("-", " ").capitalize()) for kind in kinds]),
            ("by", "Everybody", people),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *choices]


def password_rules() -> list[str]:
    """Return what a password has to be, in sentences."""
    return list(password_validators_help_texts())
