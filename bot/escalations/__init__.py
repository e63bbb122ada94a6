"""Escalations: raised, handed over, told of, paused, ended; and their clocks, which somebody hears when they run out."""
