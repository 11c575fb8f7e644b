"""The command `zenbu`: each part brings its own commands."""

from api.cli import app, stopping_on_mendable_errors
from knowledge.builds import KnowledgeSettings
from knowledge.cli import knowledge_app


def _knowledge_settings() -> KnowledgeSettings:
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        settings = load_settings()
    return KnowledgeSettings(
        pack=settings.pack,
        data_dir=settings.data_dir,
        encoder=settings.encoder,
        chroma_url=settings.chroma_url,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        base_url=settings.llm_base_url,
    )


app.add_typer(knowledge_app(_knowledge_settings), name="knowledge")


def main() -> None:
    """Runs the command line."""
    app()
