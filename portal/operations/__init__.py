"""What operators ask for: health checks, heartbeats of the worker and the scheduler."""
