"""One frozen settings object from the environment (MIANYUE_*, TWILIO_*, SENDGRID_*); TEMPORAL_* stays with envconfig."""

import base64
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_SECRET_LENGTH = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Standard Webhooks' own mark of a secret in base64, and its shortest key.
_ENCODED = "whsec_"
_KEY_BYTES = 24


class Settings(BaseSettings):
    """Everything a process needs to know about where it runs; read once, never changed.

    Ports are on 127.0.0.1. `candidate_…` are most per minute, in each web process.
    `database_url` empty means the PostgreSQL of the one-machine stack in `home`.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, env_prefix="MIANYUE_")

    home: Path = Field(default=Path(".mianyue"), validation_alias="MIANYUE_HOME")
    web_port: int = Field(default=8080, ge=1, le=65535, validation_alias="MIANYUE_WEB_PORT")
    temporal_port: int = Field(default=7233, ge=1, le=65535, validation_alias="MIANYUE_TEMPORAL_PORT")
    temporal_ui_port: int = Field(default=8233, ge=1, le=65535, validation_alias="MIANYUE_TEMPORAL_UI_PORT")
    sandbox_port: int = Field(default=8090, ge=1, le=65535, validation_alias="MIANYUE_SANDBOX_PORT")

    database_url: str = Field(default="", validation_alias="MIANYUE_DATABASE_URL")
    database_pool: int = Field(default=20, ge=1, validation_alias="MIANYUE_DATABASE_POOL")
    secret: SecretStr = Field(default=SecretStr(""), validation_alias="MIANYUE_SECRET")
    public_url: str = Field(default="", validation_alias="MIANYUE_PUBLIC_URL")
    temporal_ui_url: str = Field(default="", validation_alias="MIANYUE_TEMPORAL_UI_URL")

    demo_password: SecretStr = Field(default=SecretStr(""), validation_alias="MIANYUE_DEMO_PASSWORD")
    session_hours: float = Field(default=12, gt=0, le=24 * 30, validation_alias="MIANYUE_SESSION_HOURS")
    session_idle_minutes: float = Field(default=60, gt=0, le=24 * 60, validation_alias="MIANYUE_SESSION_IDLE_MINUTES")

    twilio_account_sid: str = Field(default="", validation_alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: SecretStr = Field(default=SecretStr(""), validation_alias="TWILIO_AUTH_TOKEN")
    twilio_from: str = Field(default="+15005550006", validation_alias="TWILIO_FROM")
    twilio_api_base: str = Field(default="", validation_alias="TWILIO_API_BASE")
    sendgrid_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="SENDGRID_API_KEY")
    sendgrid_webhook_key: str = Field(default="", validation_alias="SENDGRID_WEBHOOK_KEY")
    sendgrid_from: str = Field(default="interviews@mianyue.example", validation_alias="SENDGRID_FROM")
    sendgrid_email_activity: bool = Field(default=False, validation_alias="SENDGRID_EMAIL_ACTIVITY")
    sendgrid_api_base: str = Field(default="", validation_alias="SENDGRID_API_BASE")
    sandbox_events_url: str = Field(default="", validation_alias="MIANYUE_SANDBOX_EVENTS_URL")
    appraisal_url: str = Field(default="", validation_alias="MIANYUE_APPRAISAL_URL")
    appraisal_secret: SecretStr = Field(default=SecretStr(""), validation_alias="MIANYUE_APPRAISAL_SECRET")
    schedule_zone: str = Field(default="Asia/Shanghai", validation_alias="MIANYUE_SCHEDULE_ZONE")
    candidate_posts_per_link: int = Field(default=20, ge=1, validation_alias="MIANYUE_CANDIDATE_POSTS_PER_LINK")
    candidate_posts_per_address: int = Field(default=300, ge=1, validation_alias="MIANYUE_CANDIDATE_POSTS_PER_ADDRESS")
    candidate_guesses_per_address: int = Field(
        default=30, ge=1, validation_alias="MIANYUE_CANDIDATE_GUESSES_PER_ADDRESS"
    )
    provider_timeout_seconds: float = Field(default=10.0, gt=0, lt=25, validation_alias="MIANYUE_PROVIDER_TIMEOUT")

    @property
    def sandbox_url(self) -> str:
        """Base URL of the local stand-in for both providers."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def web_url(self) -> str:
        """Base URL that candidates and providers reach us at; configured, never taken from a request."""
        return self.public_url or f"http://127.0.0.1:{self.web_port}"

    @property
    def ui_url(self) -> str:
        """Base URL of the Temporal UI, for links."""
        return self.temporal_ui_url or f"http://127.0.0.1:{self.temporal_ui_port}"

    @property
    def twilio_base(self) -> str:
        """Where the Twilio SDK sends; the sandbox when neither a base nor an account is configured; empty = Twilio itself."""
        return self.twilio_api_base or ("" if self.twilio_account_sid else self.sandbox_url)

    @property
    def sendgrid_base(self) -> str:
        """Where the SendGrid SDK sends; the sandbox when neither a base nor a key is configured; empty = SendGrid itself."""
        return self.sendgrid_api_base or ("" if self.sendgrid_api_key.get_secret_value() else self.sandbox_url)

    @property
    def events_url(self) -> str:
        """Where the sandbox reports what became of mails; SendGrid itself has the address in its own settings."""
        return self.sandbox_events_url or f"{self.web_url}/hooks/sendgrid"

    def checked_secret(self) -> str:
        """The key that candidate links are made with.

        Raises: ValueError when it is missing or short: with such a key anybody could make the links.
        """
        secret = self.secret.get_secret_value()
        if len(secret) < _SECRET_LENGTH:
            raise ValueError(f"MIANYUE_SECRET must have at least {_SECRET_LENGTH} characters")
        return secret

    def check_callbacks(self) -> None:
        """Raises: ValueError when a real provider account would be told to call back a loopback address."""
        if self.twilio_account_sid and not self.public_url:
            raise ValueError("MIANYUE_PUBLIC_URL must be set when TWILIO_ACCOUNT_SID is: receipts come back to it")

    def check_hooks(self) -> None:
        """Raises: ValueError naming the variable without which anybody could sign receipts, or nobody."""
        if not self.twilio_auth_token.get_secret_value():
            raise ValueError("TWILIO_AUTH_TOKEN must be set: delivery receipts are verified with it")
        if not self.sendgrid_webhook_key:
            raise ValueError("SENDGRID_WEBHOOK_KEY must be set: delivery receipts are verified with it")
        if not _is_p256(self.sendgrid_webhook_key):
            raise ValueError(
                "SENDGRID_WEBHOOK_KEY must be the verification key that SendGrid shows, base64 on one line"
            )

    def check_appraisal(self) -> None:
        """Raises: ValueError when what is pushed to the appraisal system could be read on the way, or signed by anybody."""
        if not self.appraisal_url:
            return
        problem = _url_problem(self.appraisal_url)
        if problem:
            raise ValueError(f"MIANYUE_APPRAISAL_URL {problem}")
        if len(self.appraisal_secret.get_secret_value()) < _SECRET_LENGTH:
            raise ValueError(
                f"MIANYUE_APPRAISAL_SECRET must have at least {_SECRET_LENGTH} characters when MIANYUE_APPRAISAL_URL is set"
            )
        appraisal_key(self.appraisal_secret.get_secret_value())


def appraisal_key(secret: str) -> bytes:
    """The key that pushes are signed with: of `whsec_…` what the base64 after it stands for, else the secret as it is.

    Raises: ValueError when that is no base64, or of fewer than 24 bytes.
    """
    if not secret.startswith(_ENCODED):
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except ValueError:
        key = b""
    if len(key) < _KEY_BYTES:
        raise ValueError(f"MIANYUE_APPRAISAL_SECRET must have base64 of at least {_KEY_BYTES} bytes after {_ENCODED}")
    return key


def _url_problem(url: str) -> str:
    """What is wrong with the address of a receiver; empty when nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "must look like https://host/path"
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.username is not None
        or not url.isascii()
        or " " in url
    ):
        return "must look like https://host/path"
    if parts.scheme == "http" and host not in LOOPBACK:
        return "must be https: only this machine itself may be reached by http"
    return ""


def _is_p256(key: str) -> bool:
    # Here, for every process reads the settings and only the web process needs this.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        found = load_der_public_key(base64.b64decode(key, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return False
    return isinstance(found, EllipticCurvePublicKey) and isinstance(found.curve, SECP256R1)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
