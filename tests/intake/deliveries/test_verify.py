"""Who sent a delivery: only whoever knows a secret, only just now, and never twice under two names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.deliveries import (
    SENDERS,
    Forged,
    Nameless,
    OutOfTime,
    Unsigned,
    sign_standard,
)
from tests.intake.deliveries.payloads import NOW, SECRET, STANDARD, signed

BODY = b'{"action": "opened"}'
ALL = pytest.mark.parametrize("sender", list(SENDERS))
SIGNING_BODIES = pytest.mark.parametrize("sender", ["github", "jira", "zendesk", "generic"])
SIGNING_TIMES = pytest.mark.parametrize("sender", ["zendesk", "generic"])


class TestADelivery:
    @ALL
    def test_of_the_sender_is_known_by_its_id(self, sender: str) -> None:
        identity = SENDERS[sender].verify(signed(sender, BODY), BODY, [SECRET], NOW)

        assert identity.id

    @ALL
    def test_sent_again_has_the_same_id(self, sender: str) -> None:
        first, second = (
            SENDERS[sender].verify(signed(sender, BODY), BODY, [SECRET], NOW) for _ in range(2)
        )

        assert first == second

    @ALL
    def test_passes_under_the_old_secret_and_the_new_one(self, sender: str) -> None:
        secrets = ["the new secret", SECRET]

        assert SENDERS[sender].verify(signed(sender, BODY), BODY, secrets, NOW).id

    @ALL
    def test_of_whoever_knows_no_secret_is_refused(self, sender: str) -> None:
        with pytest.raises(Forged):
            SENDERS[sender].verify(signed(sender, BODY, secret="guessed"), BODY, [SECRET], NOW)

    @ALL
    def test_is_refused_where_there_is_no_secret_at_all(self, sender: str) -> None:
        with pytest.raises(Forged):
            SENDERS[sender].verify(signed(sender, BODY, secret="x"), BODY, [""], NOW)

    @ALL
    def test_without_a_signature_is_told_which_header_is_missing(self, sender: str) -> None:
        with pytest.raises(Unsigned, match=r"no header [A-Za-z-]+"):
            SENDERS[sender].verify({}, BODY, [SECRET], NOW)

    @SIGNING_BODIES
    def test_with_one_byte_changed_is_refused(self, sender: str) -> None:
        with pytest.raises(Forged):
            SENDERS[sender].verify(signed(sender, BODY), BODY + b" ", [SECRET], NOW)

    @SIGNING_TIMES
    @pytest.mark.parametrize("minutes", [-6, 6])
    def test_of_another_time_is_refused(self, sender: str, minutes: int) -> None:
        headers = signed(sender, BODY, at=NOW + timedelta(minutes=minutes))

        with pytest.raises(OutOfTime):
            SENDERS[sender].verify(headers, BODY, [SECRET], NOW)

    @SIGNING_TIMES
    def test_cannot_be_dated_anew_without_the_secret(self, sender: str) -> None:
        old, now = signed(sender, BODY, at=NOW - timedelta(hours=1)), signed(sender, BODY)
        name = next(name for name in now if "timestamp" in name)

        with pytest.raises(Forged):
            SENDERS[sender].verify({**old, name: now[name]}, BODY, [SECRET], NOW)

    @SIGNING_TIMES
    @pytest.mark.parametrize("said", ["yesterday", "9" * 400, "-1", "²", "1e9"])
    def test_with_a_time_that_is_none_is_refused(self, sender: str, said: str) -> None:
        headers = signed(sender, BODY)
        name = next(name for name in headers if "timestamp" in name)

        with pytest.raises(OutOfTime):
            SENDERS[sender].verify({**headers, name: said}, BODY, [SECRET], NOW)

    def test_of_github_needs_its_number(self) -> None:
        headers = signed("github", BODY)
        del headers["x-github-delivery"]

        with pytest.raises(Nameless, match="X-GitHub-Delivery"):
            SENDERS["github"].verify(headers, BODY, [SECRET], NOW)

    def test_of_an_older_gitlab_is_known_by_its_body(self) -> None:
        headers = signed("gitlab", BODY)
        del headers["idempotency-key"]
        gitlab = SENDERS["gitlab"]

        first = gitlab.verify(headers, BODY, [SECRET], NOW)

        # One webhook's consequences share the event's UUID; their bodies differ.
        assert first == gitlab.verify(headers, BODY, [SECRET], NOW)
        assert first != gitlab.verify(headers, BODY + b" ", [SECRET], NOW)

    def test_of_gitlab_may_be_signed_as_standard_webhooks_say(self) -> None:
        headers = sign_standard(STANDARD, "msg-9", NOW, BODY)
        gitlab = SENDERS["gitlab"]

        assert gitlab.verify(headers, BODY, [STANDARD], NOW).id == "msg-9"
        with pytest.raises(Forged):
            gitlab.verify(headers, BODY + b" ", [STANDARD], NOW)

    def test_may_carry_signatures_of_several_secrets(self) -> None:
        headers = sign_standard(STANDARD, "msg-9", NOW, BODY)
        headers["webhook-signature"] = f"v1,bm90aGluZw== v1a,x {headers['webhook-signature']}"

        assert SENDERS["generic"].verify(headers, BODY, [STANDARD], NOW).id == "msg-9"


class TestARefusal:
    @ALL
    def test_repeats_no_secret_and_no_signature(self, sender: str) -> None:
        headers = signed(sender, BODY, secret="a wrong secret")

        with pytest.raises(Forged) as refused:
            SENDERS[sender].verify(headers, BODY, [SECRET], NOW)

        said = str(refused.value)
        assert SECRET not in said
        assert "a wrong secret" not in said
        assert not [value for name, value in headers.items() if "sign" in name and value in said]

    @ALL
    @given(headers=st.dictionaries(
        st.sampled_from([
            "x-hub-signature-256", "x-hub-signature", "x-github-delivery", "x-gitlab-token",
            "webhook-id", "webhook-timestamp", "webhook-signature", "x-zendesk-webhook-signature",
            "x-zendesk-webhook-signature-timestamp",
        ]),
        st.text(),
    ))  # fmt: skip
    def test_answers_whatever_the_headers_hold(self, sender: str, headers: dict[str, str]) -> None:
        with pytest.raises((Unsigned, Forged, OutOfTime)):
            SENDERS[sender].verify(headers, BODY, [SECRET], NOW)
