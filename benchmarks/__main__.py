"""All benchmarks, one table: `python -m benchmarks [--quick] [NAME …]`."""

import argparse
import importlib
import os
import platform
from pathlib import Path

from benchmarks.figures import Figure, table
from benchmarks.servers import CORES, keep_off_the_first_core


def main() -> None:
    known = sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; all without one")
    parser.add_argument("--quick", action="store_true", help="only show that everything runs; the figures mean nothing")
    chosen = parser.parse_args()
    keep_off_the_first_core()
    found: list[Figure] = []
    for name in chosen.names or known:
        for figure in importlib.import_module(f"benchmarks.bench_{name}").figures(chosen.quick):
            found.append(figure)
            print(f"{figure.what}: {figure.ours}", *([f"ratio {figure.ratio:.3g}"] if figure.ratio else []), flush=True)
    busy = os.getloadavg()[0]
    print(
        f"\n{len(CORES)} cores, CPython {platform.python_version()}, load of the machine {busy:.1f}\n\n{table(found)}"
    )


if __name__ == "__main__":
    main()
