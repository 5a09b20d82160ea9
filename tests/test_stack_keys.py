"""Both sides of the one-machine stack share their keys: receipts and pushes that the sandbox signs or verifies."""

import base64
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr
from sendgrid.helpers.eventwebhook import EventWebhook

from local.services import connection
from sandbox.keys import Signing
from settings import Settings, appraisal_key


class TestKeysOfReceipts:
    def test_web_verifies_with_the_keys_that_the_sandbox_signs_with(self, tmp_path: Path) -> None:
        env = connection(tmp_path, "s" * 64, Settings(secret=SecretStr(""), database_url="postgresql://x"))
        signing = Signing.of(Settings.model_validate({**env, "MIANYUE_DATABASE_URL": ""}))
        assert env["TWILIO_AUTH_TOKEN"] == signing.twilio_token
        signature = signing.sendgrid_key.sign(b"1700000000[]", ec.ECDSA(hashes.SHA256()))
        verifier = EventWebhook(env["SENDGRID_WEBHOOK_KEY"])
        assert verifier.verify_signature("[]", base64.b64encode(signature), "1700000000")
        other = connection(tmp_path, "t" * 64, Settings(secret=SecretStr(""), database_url="postgresql://x"))
        assert not EventWebhook(other["SENDGRID_WEBHOOK_KEY"]).verify_signature(
            "[]", base64.b64encode(signature), "1700000000"
        )

    def test_keys_of_the_providers_own_stay(self, tmp_path: Path) -> None:
        config = Settings(
            database_url="postgresql://x", twilio_auth_token=SecretStr("theirs"), sendgrid_webhook_key="their key"
        )
        env = connection(tmp_path, "s" * 64, config)
        assert (env["TWILIO_AUTH_TOKEN"], env["SENDGRID_WEBHOOK_KEY"]) == ("theirs", "their key")
        assert Signing.of(config).twilio_token == "theirs"


class TestAppraisalSystem:
    def test_the_sandbox_stands_for_one_and_shares_the_secret(self, tmp_path: Path) -> None:
        env = connection(tmp_path, "s" * 64, Settings(database_url="postgresql://x", sandbox_port=8099))
        assert env["MIANYUE_APPRAISAL_URL"] == "http://127.0.0.1:8099/appraisal"
        config = Settings.model_validate({**env, "MIANYUE_DATABASE_URL": ""})
        config.check_appraisal()
        ours = appraisal_key(config.appraisal_secret.get_secret_value())
        assert Signing.of(config).appraisal_key == ours
        alone = Settings.model_validate({"MIANYUE_SECRET": "s" * 64, "MIANYUE_DATABASE_URL": ""})
        assert Signing.of(alone).appraisal_key == ours, (
            "also of a sandbox that was told nothing but the installation's secret"
        )

    def test_one_of_the_users_own_stays(self, tmp_path: Path) -> None:
        named = {"MIANYUE_APPRAISAL_URL": "https://hr.example.com/in", "MIANYUE_APPRAISAL_SECRET": "t" * 32}
        config = Settings.model_validate({**named, "MIANYUE_DATABASE_URL": "postgresql://x"})
        assert connection(tmp_path, "s" * 64, config).items() >= named.items()
