"""What the system wrote to customers by itself."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class CampaignMail(Base):
    """When a customer was last written a campaign's mail."""

    __tablename__ = "campaign_mails"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    mail: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
