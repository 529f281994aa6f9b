#!/usr/bin/python3
"""Runs a command on a host of another kind: boots a virtual machine, prints what the command prints, ends with its status.

    tests/hosts/vm.py --kind v2-root -- build/release/autograder check-host
    tests/hosts/vm.py --kind v2-rootless --kernel lsm=lockdown -- cat /proc/self/cgroup

The machine has this host's own files, read-only below a layer in memory: what it writes is gone when it ends.
"""

import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from hosts.kernel import KernelError  # noqa: E402 (found beside this file)
from hosts.machine import KINDS, Machine, MachineError  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, default="v2-root", help="what kind of host, and as whom (v2-root)")
    parser.add_argument("--user", default="", help="as another user than the kind says; 'root' is one")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that the command may take (300)")
    parser.add_argument("--kernel", action="append", default=[], metavar="WORD", help="one more parameter for the kernel")
    parser.add_argument("--withhold", action="append", default=[], metavar="CONTROLLER", help="a cgroup controller not given down")
    parser.add_argument("--memory", type=int, default=3072, metavar="MB", help="of the machine (3072)")
    parser.add_argument("--console", action="store_true", help="print the machine's console at the end")
    parser.add_argument("command", nargs="+", help="the command and its arguments, after --; run in this directory")
    given = parser.parse_args()
    started = time.monotonic()
    machine = Machine(given.kind, given.kernel, given.withhold, given.memory, life_max_s=int(given.timeout) + 180)
    try:
        with machine:
            print(f"The machine was ready after {time.monotonic() - started:.1f} s.", file=sys.stderr)
            running = machine.begin(given.command, directory=pathlib.Path.cwd(), user=given.user)
            for kind, data in running.frames(given.timeout):
                stream = (sys.stdout if kind == "o" else sys.stderr).buffer
                stream.write(data)
                stream.flush()
            return running.status if running.status >= 0 else 128 - running.status
    except TimeoutError:
        print(f"The command did not end within {given.timeout:.0f} s.", file=sys.stderr)
    except (MachineError, KernelError) as error:
        print(error, file=sys.stderr)
    finally:
        if given.console and machine.is_ready():
            print(machine.console_text(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
