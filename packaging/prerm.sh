#!/bin/sh
# Before removal: the service stops; data, settings and key stay.
set -eu
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
	systemctl disable --now nameyard.service
fi
