#!/usr/bin/env bash
# Becomes a bare machine: makes the tree, enters it, and runs user.sh there. Run by tests/fresh/run, in a mount and a pid
# namespace of its own.
#
# machine.sh SYSTEM PLACE BASES UBUNTU_MIRROR PROGRAMS
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
. "$here/../../tools/packages.sh"
system=$1 place=$2 bases=$3 ubuntu_mirror=$4 programs=$5 tree=$2/$1

# What this machine's apt asks: `repository LABEL` is the address that it has for Debian or Debian-Security.
repository() {
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | awk -v label="$1" '$1 == label { print $2; exit }'
}

make_debian() {
  local suite=$1 mirror security
  mirror=$(repository Debian)
  security=$(repository Debian-Security)
  debootstrap --variant=minbase "$suite" "$tree" ${mirror:+"$mirror"} >"$place/debootstrap.log"
  [ -n "$mirror" ] || return 0  # debootstrap knows its own address, and wrote it down
  printf 'deb %s %s main\n' "$mirror" "$suite" "$mirror" "$suite-updates" >"$tree/etc/apt/sources.list"
  [ -z "$security" ] || printf 'deb %s %s-security main\n' "$security" "$suite" >>"$tree/etc/apt/sources.list"
}
make_ubuntu() {
  local suite=$1 script=()
  # An older debootstrap does not know the name yet, and all of Ubuntu is made alike.
  [ -e "/usr/share/debootstrap/scripts/$suite" ] || script=(/usr/share/debootstrap/scripts/gutsy)
  debootstrap --variant=minbase "$suite" "$tree" "$ubuntu_mirror" "${script[@]}" >"$place/debootstrap.log"
  # As every installation of Ubuntu has it.
  printf 'deb %s %s main universe\n' "$ubuntu_mirror" "$suite" "$ubuntu_mirror" "$suite-updates" >"$tree/etc/apt/sources.list"
}

base=${bases:+$bases/$system.tar}
started=$SECONDS
mkdir -p "$tree"
if [ -n "$base" ] && [ -f "$base" ]; then
  tar -C "$tree" --numeric-owner -xpf "$base"
  say "Bare tree from $base"
else
  case $system in
    12) make_debian bookworm ;;
    13) make_debian trixie ;;
    24.04) make_ubuntu noble ;;
  esac || { tail -n 20 "$place/debootstrap.log"; die "debootstrap failed"; }
  if [ -n "$base" ]; then mkdir -p "$bases" && tar -C "$tree" --numeric-owner -cpf "$base.part" . && mv "$base.part" "$base"; fi
fi
say "Bare tree: $(du -sxm "$tree" | cut -f1) MB, $((SECONDS - started)) s"

# How this machine reaches the network, as an administrator would set it up: names, proxies, authorities of its own.
cp --dereference /etc/resolv.conf "$tree/etc/resolv.conf"
apt-config dump | grep -E '^Acquire::((http|https)::|Check|Retries)[^ ]* "[^"]+";' >"$tree/etc/apt/apt.conf.d/90network" || true
mkdir -p "$tree/usr/local/share/ca-certificates"
find /usr/local/share/ca-certificates -name '*.crt' -exec cp --dereference -t "$tree/usr/local/share/ca-certificates" {} +
variables=(PROGRAMS=$programs)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS npm_config_cafile; do
  [ -z "${!name:-}" ] || variables+=("$name=${!name}")
done

user_home=/root
tar -C "$tree$user_home" -xf "$place/checkout.tar"
install -D -m 755 "$here/user.sh" "$tree/opt/fresh/user.sh"

# Its own root and not a chroot: from within a chroot the kernel makes no user namespace, and a box no root.
mount --bind "$tree" "$tree"
mkdir -p "$tree/run/autograder" "$tree/sys" "$tree/.outside"
mount -t proc proc "$tree/proc"
mount --rbind /sys "$tree/sys"
mount -t tmpfs -o mode=1777 tmpfs "$tree/dev/shm"
mount --bind /run/autograder "$tree/run/autograder"
cd "$tree"
pivot_root . .outside
exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=$user_home TERM=dumb \
  "${variables[@]}" /bin/bash -c 'umount -l /.outside && rmdir /.outside && exec /opt/fresh/user.sh'
