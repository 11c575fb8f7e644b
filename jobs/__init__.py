"""What runs by time, in the background of a process."""

from jobs.runner import Runner, Task, running

__all__ = ["Runner", "Task", "running"]
