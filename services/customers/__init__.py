"""Customers as a whole: their 360-degree view, and how what is known of them comes in."""

from services.customers.views import CustomerViews

__all__ = ["CustomerViews"]
