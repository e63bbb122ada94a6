"""One file a command. Importing this package puts every command into the registry: a new one is one new file."""

import pkgutil
from importlib import import_module

for found in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{found.name}")
