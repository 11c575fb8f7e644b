"""Reviews of what was answered: a week's sample, drawn fairly and masked, what reviewers say of it, and its rates."""
