"""Which brain answers in a run."""

from services.settings import Settings, SettingsError


def settings_for(brain: str, settings: Settings) -> Settings:
    """The settings under which a brain answers.

    Args:
        brain: `local`, whatever is configured; or `llm`, as configured.
        settings: What was set from outside.

    Raises:
        SettingsError: `llm` is asked for and no endpoint is configured.
    """
    if brain == "local":
        return settings.model_copy(update={"llm_model": None, "llm_base_url": None, "llm_api_key": None})
    if settings.llm_model is None:
        raise SettingsError(
            "ZENBU_LLM_MODEL is not set, so no model can answer. Name one and where it is served:\n"
            "export ZENBU_LLM_MODEL=… ZENBU_LLM_BASE_URL=… ZENBU_LLM_API_KEY=…"
        )
    return settings
