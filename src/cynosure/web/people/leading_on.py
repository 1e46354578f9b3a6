"""Where a page may lead on to: our own pages and nowhere else."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def is_own_address(address: str | None) -> bool:
    r"""Return whether an address is a path of ours, without a host that a browser could go to.

    Examples
    --------
    >>> is_own_address("/w/desk/"), is_own_address("/join/abc/?again=1")
    (True, True)
    >>> [is_own_address(a) for a in ("//evil.example", "/\\evil.example", "https://evil.example")]
    [False, False, False]
    >>> is_own_address("javascript:alert(1)"), is_own_address("w/desk"), is_own_address(None)
    (False, False, False)
    """
    if not address or not address.startswith("/"):
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)
