"""Errors that whoever runs the program can mend."""


class Mendable(Exception):
    """What is wrong is not the program. The message says it and how to mend it: the command line shows nothing else."""
