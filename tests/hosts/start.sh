#!/bin/sh
# Second steps of a machine, in its root: file systems, cgroups of the wanted kind, network, an ordinary user; then the agent.
# As `init` it is process 1, and the machine ends with it. Under systemd all but the agent has been done.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
word() { sed -n "s|.*hosts\.$1=\([^ ]*\).*|\1|p" /proc/cmdline; }

mount_v1() {
  mount -t tmpfs -o mode=755 cgroups /sys/fs/cgroup
  for controller in cpu cpuacct cpuset memory pids freezer; do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" "$controller" "/sys/fs/cgroup/$controller"
  done
  mkdir /sys/fs/cgroup/unified
  mount -t cgroup2 unified /sys/fs/cgroup/unified
}
mount_v2() {
  mount -t cgroup2 -o nsdelegate cgroups /sys/fs/cgroup
  # As every init system of today leaves it.
  for controller in cpuset cpu memory pids; do
    case ",$(word withheld)," in
      *,$controller,*) ;;
      *) echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control ;;
    esac
  done
}
alone() {
  mount -t tmpfs -o mode=755 run /run
  mkdir -p /dev/shm /dev/pts
  mount -t tmpfs -o mode=1777 shm /dev/shm
  mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
  [ "$(word cgroups)" = v1 ] && mount_v1 || mount_v2
}

[ "$1" = init ] && alone
[ -L /dev/fd ] || ln -s /proc/self/fd /dev/fd
ip link set lo up
for card in /sys/class/net/e*; do
  ip link set "${card##*/}" up
  ip addr add 10.0.2.15/24 dev "${card##*/}"
done
hostname hosts
[ "$1" = init ] || exec /usr/bin/python3 -B -S -E "$(word files)/agent.py" "$(word token)"
# In the background: process 1 is this shell, whose wait collects whatever is orphaned.
/usr/bin/python3 -B -S -E "$(word files)/agent.py" "$(word token)" &
agent=$!
while kill -0 $agent 2>/dev/null; do wait; done
/bin/busybox poweroff -f
