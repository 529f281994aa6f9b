"""A host on which others want the cores, too."""

import subprocess
import sys

SPINNERS = 8


class BusyHost:
    """Processes that spin while this lives, each in its own session: a kernel may share cores by session."""

    def __init__(self, spinners=SPINNERS):
        self.spinners = spinners

    def __enter__(self):
        # They end with their maker, however that ends: eight that stay would make every later figure of the host wrong.
        spinner = ["setpriv", "--pdeathsig", "KILL", sys.executable, "-S", "-c", "while True: pass"]
        self.processes = [subprocess.Popen(spinner, start_new_session=True) for _ in range(self.spinners)]
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
