import pytest

from cynosure.intake.bots import is_bot


class TestIsBot:
    @pytest.mark.parametrize(
        "name",
        ["dependabot[bot]", "stale-bot", "Build Bot", "bot_deploy", "releaseBot", "Hadoop QA robot",
         "noreply@example.org", "github-actions", "Automation for Jira"],
    )  # fmt: skip
    def test_tells_machines_by_their_names(self, name: str) -> None:
        assert is_bot(name)

    @pytest.mark.parametrize("name", ["Abbott", "Bothwell", "Robotham", "ana", "", None, "talbot"])
    def test_leaves_people_alone(self, name: str | None) -> None:
        assert not is_bot(name)

    @pytest.mark.parametrize("kind", ["Bot", "app", "AUTOMATION"])
    def test_believes_the_source(self, kind: str) -> None:
        assert is_bot("ana", account_type=kind)

    def test_looks_at_the_name_too_where_the_source_says_user(self) -> None:
        assert is_bot("stale-bot", account_type="User")
