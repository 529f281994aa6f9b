"""A system of few directories: an emulated machine needs a hundredth of a second for each, and one has twenty thousand."""

import os
import pathlib

MANY_DIRECTORIES = 100
USR = pathlib.Path("/usr")
NEEDED = ("include", "lib", "lib/gcc", "lib/python3*", "lib/*-linux-gnu")  # by the programs of tests and the compilers of C and C++


def large_trees():
    """Trees of many directories that no test needs anything from."""
    needed = {folder for pattern in NEEDED for folder in USR.glob(pattern)}
    for folder in [*USR.iterdir(), *(USR / "lib").iterdir()]:
        if folder.is_dir() and not folder.is_symlink() and folder not in needed and sum(1 for _ in os.walk(folder)) > MANY_DIRECTORIES:
            yield str(folder)


def cover_large_trees(machine):
    """check-host, a server's start and some programs look at each file below /usr."""
    cover = 'for tree; do mount -t tmpfs -o mode=755 cover "$tree" || exit 1; done'
    done = machine.run(["sh", "-c", cover, "cover", *large_trees()], user="root")
    assert done.status == 0, done.errors
