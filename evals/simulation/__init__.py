"""Simulated customers: agenda-based, seeded, with a persona, a goal, and words of their own."""

from evals.simulation.banks import Banks, load_banks
from evals.simulation.brief import Brief, Goal, Persona
from evals.simulation.customer import SimulatedCustomer

__all__ = ["Banks", "Brief", "Goal", "Persona", "SimulatedCustomer", "load_banks"]
