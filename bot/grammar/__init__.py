"""How a line becomes the arguments of a command. bot/command.py is the front door."""
