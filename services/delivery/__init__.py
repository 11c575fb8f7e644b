"""Telling the outside: events go through channels, each at least once, in order, with retries."""

from services.delivery.channels import build_channels
from services.delivery.service import DeliveryService

__all__ = ["DeliveryService", "build_channels"]
