#!/bin/sh
# Makes sure that everything the tests use is on this machine ("make setup").
# As root on Debian or Ubuntu it installs what is missing, and says so first;
# elsewhere it says what is missing and how to get it, and exits 1.
set -eu
PATH=$PATH:/usr/sbin:/usr/local/sbin:/usr/libexec

has() { command -v "$1" >/dev/null 2>&1; }

has_server() { has mariadbd || has mysqld; }
has_php() { has php; }
has_php_curl() { has php && php -m 2>/dev/null | grep -qix curl; }
has_strace() { [ "$(uname)" != Linux ] || has strace; }
has_net_epp() { has perl && perl -MNet::EPP -e 1 2>/dev/null; }
has_analyze() { [ "$(uname)" != Linux ] || has systemd-analyze; }
has_galera() { [ -e /usr/lib/galera/libgalera_smm.so ] && has mariadbd && has mariadb-install-db && has rsync && has lsof; }
has_node() { has node && node -e 'process.exit(typeof fetch === "function" ? 0 : 1)'; }
has_postfix() { [ "$(uname)" != Linux ] || has postfix; }
has_powerdns() { has pdns_server && has pdnsutil && find /usr/lib* -name libgmysqlbackend.so 2>/dev/null | grep -q .; }
has_pebble() { [ "$(uname)" != Linux ] || { has pebble && has pebble-challtestsrv; }; }
has_compiler() { has gcc && echo "#include <stdlib.h>" | gcc -E - >/dev/null 2>&1; }

also=${1:-} # "galera": what make galera uses, too
missing='' # Debian packages
advice=''  # two lines for each item

# lack adds an item: its Debian packages, what it is for, how to get it.
lack() {
	missing="$missing $1"
	advice="$advice
missing: $2
    get: $3"
}

check() {
	missing='' advice=''
	has_server || lack mariadb-server \
		'MariaDB or MySQL server binary (the tests start their own; no service is used)' \
		'sudo apt-get install mariadb-server | sudo dnf install mariadb-server | brew install mariadb'
	has_php || lack php-cli 'PHP command line (the tests run real client modules)' \
		'sudo apt-get install php-cli | sudo dnf install php-cli | brew install php'
	has_php_curl || lack php-curl 'the curl extension of PHP' \
		'sudo apt-get install php-curl | sudo dnf install php-common | brew install php (has it)'
	has pdftotext || lack poppler-utils 'pdftotext (the tests read invoices back)' \
		'sudo apt-get install poppler-utils | sudo dnf install poppler-utils | brew install poppler'
	has xmllint || lack libxml2-utils 'xmllint (the tests judge EPP documents by their schemas with it)' \
		'sudo apt-get install libxml2-utils | sudo dnf install libxml2 | brew install libxml2'
	has_net_epp || lack libnet-epp-perl 'Net::EPP for Perl (a client that the tests try the EPP server with)' \
		'sudo apt-get install libnet-epp-perl | cpan Net::EPP'
	has_strace || lack strace 'strace (the torture tests make a disk fail with it)' \
		'sudo apt-get install strace | sudo dnf install strace'
	has knotd || lack knot 'Knot DNS (the tests start their own; no service is used)' \
		'sudo apt-get install knot | sudo dnf install knot | brew install knot'
	has delv || lack bind9-dnsutils 'delv (a validating resolver that judges signed zones)' \
		'sudo apt-get install bind9-dnsutils | sudo dnf install bind-utils | brew install bind'
	has ldns-verify-zone || lack ldnsutils 'ldns-verify-zone (a second judge of whole signed zones)' \
		'sudo apt-get install ldnsutils | sudo dnf install ldns-utils | brew install ldns'
	has swaks || lack swaks 'swaks (a mail client that tries the forwards)' \
		'sudo apt-get install swaks | sudo dnf install swaks | brew install swaks'
	has named || lack bind9 'BIND (the tests start their own; no service is used)' \
		'sudo apt-get install bind9 | sudo dnf install bind | brew install bind'
	has_powerdns || lack 'pdns-server pdns-backend-mysql' 'PowerDNS on MariaDB (the tests start their own; no service is used)' \
		'sudo apt-get install pdns-server pdns-backend-mysql | sudo dnf install pdns pdns-backend-mysql | brew install pdns'
	has curl && has openssl || lack 'curl openssl ca-certificates' 'curl and openssl (the tests run the examples)' \
		'sudo apt-get install curl openssl | sudo dnf install curl openssl | brew install curl openssl'
	has chromium || lack chromium 'Chromium (the tests look at the pages of the panel in it)' \
		'sudo apt-get install chromium | sudo dnf install chromium | brew install chromium'
	has python3 || lack python3 'Python 3 (the tests run the examples)' \
		'sudo apt-get install python3 | sudo dnf install python3 | brew install python'
	has_node || lack nodejs 'Node.js 18 or newer (the tests run the examples)' \
		'sudo apt-get install nodejs | sudo dnf install nodejs | brew install node'
	has_compiler || lack 'gcc libc6-dev' 'C compiler with headers (for go test -race)' \
		'sudo apt-get install gcc libc6-dev | sudo dnf install gcc | xcode-select --install'
	has_postfix || lack postfix 'Postfix (the tests start their own; no service is used)' \
		'sudo apt-get install postfix | sudo dnf install postfix'
	has_pebble || lack pebble 'pebble, a certificate authority for tests' \
		'sudo apt-get install pebble | go install github.com/letsencrypt/pebble/v2/cmd/...@latest'
	has_analyze || lack systemd 'systemd-analyze (a test checks the packaged unit)' \
		'sudo apt-get install systemd | sudo dnf install systemd'
	has promtool || lack prometheus 'promtool (a test checks the alerting rules)' \
		'sudo apt-get install prometheus | brew install prometheus'
	has nginx || lack nginx 'nginx (a test checks the packaged site)' \
		'sudo apt-get install nginx | sudo dnf install nginx | brew install nginx'
	has caddy || lack caddy 'Caddy (a test checks the packaged site)' \
		'sudo apt-get install caddy | sudo dnf install caddy | brew install caddy'
	[ "$also" != galera ] || has_galera || lack 'mariadb-server galera-4 rsync lsof' \
		'MariaDB with the Galera provider, rsync and lsof (make galera starts a cluster of its own)' \
		'sudo apt-get install mariadb-server galera-4 rsync lsof'
}

# install_missing must not start services: the packages ask policy-rc.d, and 101 means no. The file goes again when this
# subshell ends, however it ends; a file that the machine has already is left alone.
policy=/usr/sbin/policy-rc.d
install_missing() (
	if [ ! -e $policy ]; then
		trap 'rm -f $policy' EXIT
		trap 'exit 1' HUP INT TERM
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
	fi
	export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
	# Without a main.cf the package's own Postfix does not start either when the machine does.
	if has debconf-set-selections; then
		echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
	fi
	apt-get update -q
	# shellcheck disable=SC2086 # one word for each package
	apt-get install -q -y --no-install-recommends $missing
)

check
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && has apt-get; then
	echo "setup: installing with apt-get:$missing"
	echo "setup: no service is started ($policy says no while apt-get runs)"
	install_missing || echo 'setup: apt-get failed' >&2
	check
fi
# Go is not installed from Debian: its version is too old.
has go || lack '' 'Go (the version is in go.mod)' 'https://go.dev/doc/install'
if [ -n "$advice" ]; then
	echo "setup: cannot test here:$advice" >&2
	exit 1
fi
echo 'setup: everything the tests use is here'
