"""Who is a bot: automations that write like people and must not count as them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

# Accounts that many public trackers share and whose names do not say it.
_KNOWN = frozenset(
    {
        "dependabot", "renovate", "greenkeeper", "codecov-io", "codecov-commenter", "coveralls",
        "github-actions", "stale", "mergify", "allcontributors", "snyk-bot", "gitguardian",
        "probot", "cla-assistant", "claassistant", "googlebot", "jenkins", "travis-ci", "hudson",
        "hudsonqa", "hadoopqa", "automation for jira", "automation", "system", "mailer-daemon",
        "noreply", "no-reply", "donotreply", "do-not-reply",
    }
)  # fmt: skip
_TYPES = frozenset({"bot", "app", "application", "automation", "system", "trigger", "robot"})
_BOT_NAME = re.compile(
    # "[bot]" at the end, or "bot" as a word of its own: `stale-bot`, `bot_deploy`, `Build Bot`.
    r"\[bot\]$|(?:^|[\s._-])bot(?:$|[\s._-])|[a-z]Bot$|(?:^|[\s._-])robot(?:$|[\s._-])",
)


def is_bot(name: str | None, *, account_type: str | None = None) -> bool:
    """Return whether an account is a machine, by what the source says or else by its name.

    A person called Abbott is none; a person who calls their account `max-bot`
    is taken for one.

    >>> is_bot("dependabot[bot]"), is_bot("octocat", account_type="Bot"), is_bot("Abbott")
    (True, True, False)
    """
    if account_type is not None and account_type.strip().lower() in _TYPES:
        return True
    return bool(name) and _is_named_as_one(name)


@lru_cache(maxsize=65_536)  # the same few people write most of an export
def _is_named_as_one(name: str) -> bool:
    plain = name.strip()
    if plain.lower().split("@", 1)[0] in _KNOWN:
        return True
    return _BOT_NAME.search(plain) is not None or _BOT_NAME.search(plain.lower()) is not None


def which_are_bots(names: Collection[str]) -> frozenset[str]:
    """Return those of the names that are bots.

    >>> sorted(which_are_bots({"ana", "stale-bot"}))
    ['stale-bot']
    """
    return frozenset(name for name in names if is_bot(name))
