#!/bin/sh
# After installation: the user, and a secret key if there is none. The service is not started: it needs a seller's name first.
set -eu
if command -v systemd-sysusers >/dev/null 2>&1; then
	systemd-sysusers /usr/lib/sysusers.d/nameyard.conf
elif ! getent passwd nameyard >/dev/null; then
	useradd --system --home-dir /var/lib/nameyard --no-create-home --shell /usr/sbin/nologin nameyard
fi
key=/etc/nameyard/secret.key
if [ ! -e $key ]; then
	(umask 077 && head -c 32 /dev/urandom | base64 >$key)
	echo "nameyard: made $key; keep a copy of it apart from the database"
fi
chown root:nameyard /etc/nameyard /etc/nameyard/nameyard.json /etc/nameyard/nameyard.env $key
chmod 0750 /etc/nameyard
chmod 0640 /etc/nameyard/nameyard.json /etc/nameyard/nameyard.env $key
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	systemctl try-restart nameyard.service
fi
echo 'nameyard: fill in /etc/nameyard/nameyard.json, see "nameyard config check", then: systemctl enable --now nameyard'
