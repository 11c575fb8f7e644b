"""What is stored: models, queries, sessions, migrations."""
