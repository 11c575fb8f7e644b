"""Who visits: the pack names them once; from then on the store knows better."""

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError

from domain.records import Technician
from store import models, visits
from store.session import Database


def seed_technicians(database: Database, technicians: Iterable[Technician]) -> int:
    """Stores technicians where nobody is stored yet.

    Args:
        database: Where to store them.
        technicians: Who visits, as the pack names them.

    Returns:
        How many were stored.
    """
    with database.read() as session:
        if visits.technicians(session):
            return 0
    rows = [
        models.Technician(
            id=technician.technician_id,
            areas=list(technician.areas),
            days_off=sorted(technician.days_off),
            gap_minutes=round(technician.gap.total_seconds() / 60),
        )
        for technician in technicians
    ]
    try:
        with database.write() as session:
            session.add_all(rows)
    except IntegrityError:
        return 0  # another process that started with us was faster
    return len(rows)
