"""A host on which others want the cores, too."""

import subprocess
import sys

SPINNERS = 8


class BusyHost:
    """Processes that spin while this lives, each in a session of its own: a kernel may share cores by session."""

    def __init__(self, spinners=SPINNERS):
        self.spinners = spinners

    def __enter__(self):
        self.processes = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"], start_new_session=True)
                          for _ in range(self.spinners)]
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
