"""What Bailey says before it is too late: one file a nudge."""
