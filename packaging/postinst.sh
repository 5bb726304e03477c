#!/bin/sh
# After installation: the user, and a secret key if there is none. The service is not started at first: it needs a seller's name. At an upgrade it is
# started again, unless the new binary would refuse: a database that several servers share is migrated by the operator.
set -eu
root=${DPKG_ROOT:-}
if command -v systemd-sysusers >/dev/null 2>&1; then
	systemd-sysusers /usr/lib/sysusers.d/nameyard.conf
elif ! getent passwd nameyard >/dev/null; then
	useradd --system --home-dir /var/lib/nameyard --no-create-home --shell /usr/sbin/nologin nameyard
fi
key=$root/etc/nameyard/secret.key
if [ ! -e "$key" ]; then
	(umask 077 && head -c 32 /dev/urandom | base64 >"$key")
	echo "nameyard: made $key; keep a copy of it apart from the database"
fi
chown root:nameyard "$root/etc/nameyard"
chmod 0750 "$root/etc/nameyard"
for file in "$root/etc/nameyard/nameyard.json" "$key"; do
	[ -e "$file" ] || continue # whoever has the settings in the environment may have deleted their file
	chown root:nameyard "$file"
	chmod 0640 "$file"
done
if [ -d "$root/run/systemd/system" ]; then
	systemctl daemon-reload
	if systemctl is-active --quiet nameyard.service; then
		if faults=$(runuser -u nameyard -- nameyard config check 2>&1); then
			systemctl restart nameyard.service
		else
			echo "$faults"
			echo 'nameyard: the new version would not start, so the old one goes on until you restart it. If migrations are missing: runuser -u nameyard -- nameyard migrate'
			echo 'nameyard: then: systemctl restart nameyard'
		fi
		exit 0
	fi
fi
echo 'nameyard: fill in /etc/nameyard/nameyard.json, see "nameyard config check", then: systemctl enable --now nameyard'
