#!/bin/busybox sh
# First steps of a machine: from the initial memory file system to the host's own root, shared read-only, with a layer in
# memory on top. Then start.sh, or systemd, goes on there. The kernel's command line says which (hosts.* words).
/bin/busybox mkdir -p /proc /sys /dev /lower /layer /system
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
exec </dev/null >/dev/ttyS0 2>&1
fail() {
  echo "hosts: $*"
  /bin/busybox poweroff -f
}
word() { /bin/busybox sed -n "s|.*hosts\.$1=\([^ ]*\).*|\1|p" /proc/cmdline; }
files=$(word files) user=$(word user) init=$(word init)
while read -r module; do
  /bin/busybox insmod "/modules/$module" || fail "loading $module"
done </modules/order
/bin/busybox mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=1048576,cache=loose root /lower || fail "mounting the shared root"
/bin/busybox mount -t tmpfs -o size=80%,mode=755 layer /layer || fail "mounting the layer"
/bin/busybox mkdir /layer/upper /layer/work
/bin/busybox mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work root /system || fail "mounting the root"
for place in proc sys dev; do /bin/busybox mount --move /$place /system/$place; done
for place in tmp var/tmp; do /bin/busybox mount -t tmpfs -o mode=1777 tmp /system/$place; done
echo "$user:x:4242:4242::/home/$user:/bin/bash" >>/system/etc/passwd
echo "$user:x:4242:" >>/system/etc/group
echo "$user:!:19000:0:99999:7:::" >>/system/etc/shadow
/bin/busybox mkdir -p /system/home/$user && /bin/busybox chown 4242:4242 /system/home/$user
case $init in
  systemd)
    # The host's own services have no business here: only what a login needs, and the agent.
    units=/system/etc/systemd/system
    /bin/busybox rm -rf $units && /bin/busybox mkdir -p $units
    /bin/busybox cp "/system$files/systemd/"* $units/
    for unit in systemd-udevd.service systemd-udev-trigger.service systemd-tmpfiles-setup.service systemd-tmpfiles-setup-dev.service \
      systemd-tmpfiles-clean.timer systemd-modules-load.service systemd-random-seed.service systemd-update-utmp.service \
      systemd-journal-flush.service systemd-sysusers.service dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount; do
      /bin/busybox ln -s /dev/null $units/$unit
    done
    /bin/busybox sed -i "s|@START@|$files/start.sh|" $units/hosts-agent.service
    /bin/busybox mkdir -p /system/var/lib/systemd/linger && : >/system/var/lib/systemd/linger/$user
    exec /bin/busybox switch_root /system /lib/systemd/systemd --unit=hosts.target
    ;;
  *) exec /bin/busybox switch_root /system /bin/sh "$files/start.sh" init ;;
esac
fail "switching to the root"
