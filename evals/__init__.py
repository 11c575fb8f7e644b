"""QA's gate: suites of cases, customers who play them, graders that can fail, and reports people read."""
