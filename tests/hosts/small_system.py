"""A system of few files: an emulated machine needs a hundredth of a second for each directory and some milliseconds for each file,
and a development machine has twenty thousand directories with 170,000 files."""

import os
import pathlib

MANY_DIRECTORIES = 100
MANY_FILES = 1000
USR = pathlib.Path("/usr")
NEEDED = ("include", "lib", "lib/gcc", "lib/python3.*", "lib/*-linux-gnu")  # by the programs of tests and the compilers of C and C++


def is_large(folder):
    inside = [len(files) for _, _, files in os.walk(folder)]
    return len(inside) > MANY_DIRECTORIES or sum(inside) > MANY_FILES


def large_trees():
    """Trees of many directories or files that no test needs anything from, also those inside of trees that are needed."""
    needed = {folder for pattern in NEEDED for folder in USR.glob(pattern)}
    for folder in (inner for outer in {USR, *needed} for inner in outer.iterdir()):
        if folder.is_dir() and not folder.is_symlink() and folder not in needed and folder.name != "bin" and is_large(folder):
            yield str(folder)


def cover_large_trees(machine, kept=()):
    """check-host, a server's start and some programs look at each file below /usr. Trees in `kept` stay."""
    cover = 'for tree; do mount -t tmpfs -o mode=755 cover "$tree" || exit 1; done'
    done = machine.run(["sh", "-c", cover, "cover", *(tree for tree in large_trees() if not tree.startswith(kept))], user="root")
    assert done.status == 0, done.errors
