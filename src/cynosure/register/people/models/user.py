"""Users: who signs in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, *, email: str, name: str, password: str | None = None) -> User:
        """Return a new user; without a password they cannot sign in until they choose one."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return who signs in with this address, however it is written."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. What they may do is a membership's to say."""

    email = models.EmailField(db_comment="Address to sign in with, in lower case.")
    name = models.CharField(max_length=100, db_comment="Name that others see beside what they did.")
    is_active = models.BooleanField(default=True, db_comment="False: cannot sign in any more.")
    joined_at = models.DateTimeField(auto_now_add=True, db_comment="When they joined, UTC.")
    theme = models.CharField(
        max_length=10,
        default="system",
        choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")],
        db_comment="How pages look to them.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        """One person an address, however it is written."""

        db_table_comment = "Who signs in."
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return f"user {self.pk}"  # no address: it is what a log shows

    def get_full_name(self) -> str:
        """Return the name that others see."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name that others see."""
        return self.name
