"""The distribution's own kernel, from its package, unpacked below build/hosts and kept there by version.

The general kernel and not the cloud flavour, because only the former can mount a 9p share: so the machine has the host's
own root file system, and nothing is copied.
"""

import dataclasses
import fcntl
import lzma
import pathlib
import platform
import re
import shutil
import subprocess
import tempfile

from shipped.server import ROOT

CACHE = ROOT / "build" / "hosts"
META_PACKAGES = ("linux-image-amd64", "linux-image-virtual", "linux-image-generic")
PARTS = re.compile(r"^linux-(image|modules)(-extra)?(-unsigned)?-[0-9]")
# What the machine needs, each with what it depends on: its root, its layers, its network.
MODULES = ("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio_net")
TIMEOUT_S = 300


class KernelError(Exception):
    """What a person can do something about."""


@dataclasses.dataclass(frozen=True)
class Kernel:
    """An unpacked kernel: its image, and its modules in the order in which they are loaded."""
    image: pathlib.Path
    modules: tuple

    @property
    def version(self):
        return self.image.name.removeprefix("vmlinuz-")


def ask(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode != 0:
        raise KernelError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def depends(package):
    return [line.split(":", 1)[1].strip() for line in ask("apt-cache", "depends", package).splitlines()
            if line.strip().startswith("Depends:")]


def kernel_packages():
    """The packages that hold the newest kernel of this distribution."""
    if platform.machine() != "x86_64":
        raise KernelError("the virtual machines are made for x86_64 only")
    for meta in META_PACKAGES:
        try:
            found = [name for name in depends(meta) if PARTS.match(name)]
        except KernelError:
            continue
        if found:
            return sorted({part for name in found for part in [name, *filter(PARTS.match, depends(name))]})
    raise KernelError("no kernel package is known to apt (" + ", ".join(META_PACKAGES) + "): run apt-get update")


def versions(packages):
    """One word that changes whenever a package does."""
    known = []
    for package in packages:
        fields = re.search(r"^Version: (\S+)$", ask("apt-cache", "show", "--no-all-versions", package), re.MULTILINE)
        known.append(f"{package}_{fields.group(1)}")
    return known[0].replace(":", "%")


def plain_module(path, name):
    """Some distributions compress their modules; the first steps of a boot want them plain."""
    plain = path.with_name(name + ".ko")
    if path.suffix == ".xz":
        plain.write_bytes(lzma.decompress(path.read_bytes()))
    elif path.suffix == ".zst":
        ask("zstd", "-q", "-d", "-f", "-o", str(plain), str(path))
    return plain


def modules_in_order(folder):
    """MODULES and what they depend on, dependencies first. A kernel that has one built in has no file of it."""
    files = {path.name.split(".")[0].replace("-", "_"): path for path in sorted(folder.rglob("*.ko*"))}
    ordered = []

    def add(name):
        path = files.get(name.replace("-", "_"))
        if path is None or any(name == other.stem.replace("-", "_") for other in ordered):
            return
        plain = plain_module(path, path.name.split(".")[0])
        needs = re.search(rb"\0depends=([^\0]*)", plain.read_bytes())
        for need in filter(None, needs.group(1).decode().split(",") if needs else []):
            add(need.replace("-", "_"))
        ordered.append(plain)

    for name in MODULES:
        add(name)
    if "9p" not in [path.stem for path in ordered]:
        raise KernelError(f"the kernel in {folder} has no 9p file system")
    return tuple(ordered)


def unpack(packages, folder):
    """Downloads and unpacks beside `folder`, then renames: half a kernel is never found by the next run."""
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        for package in packages:
            ask("apt-get", "-q", "download", package, cwd=work)
        for archive in pathlib.Path(work).glob("*.deb"):
            ask("dpkg-deb", "-x", str(archive), f"{work}/tree")
            archive.unlink()
        # Most of a kernel is drivers of hardware that the machine does not have.
        for heavy in ("sound", "drivers/gpu", "drivers/media", "drivers/infiniband", "drivers/staging"):
            for path in pathlib.Path(work).glob(f"tree/**/modules/*/kernel/{heavy}"):
                shutil.rmtree(path)
        pathlib.Path(work, "tree").rename(folder)


def find_kernel():
    """The kernel, downloaded the first time; by one of those who ask at once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return get_kernel()


def get_kernel():
    packages = kernel_packages()
    folder = CACHE / versions(packages)
    if not folder.is_dir():
        unpack(packages, folder)
    images = sorted(folder.glob("boot/vmlinuz-*"))
    if not images:
        raise KernelError(f"{folder} holds no kernel image: remove it and try again")
    return Kernel(images[0], modules_in_order(folder))
