"""What the company shows to anybody: plans, prices, the words of its page, and when the chat offers help."""

from fastapi import APIRouter

from api.deps import ApplicationDep
from domain.catalogue import Catalogue

router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"])


@router.get("")
async def read_catalogue(application: ApplicationDep) -> Catalogue:
    """The catalogue as the knowledge pack holds it; needs no token."""
    return application.engine.catalogue()
