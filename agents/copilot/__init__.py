"""The copilot's skills: each makes one part of its advice."""
