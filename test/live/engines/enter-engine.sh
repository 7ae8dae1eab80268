#!/bin/sh
# First process of an engine's own mount and process namespaces: prepares its view of the file system, starts it,
# hands signals on and collects orphans. When this process ends, the kernel ends everything the engine started and
# takes its mounts away.
# usage: enter-engine.sh TREE DIRECTORY dockerd [arguments]
#   TREE       "/" for the engine of this machine, else the root of a debootstrapped tree
#   DIRECTORY  socket, data root, exec root and log; the same path inside as outside
set -eu
tree=$1
directory=$2
shift 2

mount --make-rprivate /

if [ "$tree" = / ]; then
  # Before 23.0 the engine's ID is a key in /etc/docker: this gives each engine its own, and leaves the machine's alone.
  mkdir -p /etc/docker "$directory/etc"
  mount --bind "$directory/etc" /etc/docker
else
  # containerd wants "/" to be a mount point, so the tree is bound onto itself and becomes the root: chroot is not enough.
  mount --bind "$tree" "$tree"
  mount --rbind /sys "$tree/sys"
  mount --rbind /dev "$tree/dev"
  mount -t tmpfs tmpfs "$tree/tmp"
  mkdir -p "$tree$directory"
  mount --bind "$directory" "$tree$directory"
  cd "$tree"
  pivot_root . mnt
  cd /
fi
mount -t proc proc /proc
# Hides the sockets of any other engine; nothing of this engine may land on the default path either.
mount -t tmpfs tmpfs /run
if [ "$tree" != / ]; then
  umount -l /mnt
  mount -o remount,bind,ro /
fi

"$@" &
engine=$!
trap 'kill -TERM "$engine" 2>/dev/null || true' TERM
trap '' INT HUP
while :; do
  status=0
  wait "$engine" || status=$?
  # A trapped signal ends "wait" early; the engine itself may still be stopping.
  kill -0 "$engine" 2>/dev/null || break
done
exit "$status"
