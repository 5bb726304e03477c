#!/bin/sh
# Registers a name over the REST API: sh rest.sh NAME.com
set -eu
url=${NAMEYARD_URL:-http://127.0.0.1:8080}
token=${NAMEYARD_TOKEN:-AaLc8eNZWsZtWlT9LtT7NUha}
name=${1:-example-rest-sh.com}

# ask METHOD PATH [curl's options] prints the answer; --fail-with-body ends the script on an error.
ask() {
	method=$1 path=$2
	shift 2
	answer=$(curl -sS --fail-with-body --max-time 40 -X "$method" "$url/api/v1$path" -H "Authorization: Bearer $token" "$@") || {
		echo "$method $path: $answer" >&2
		exit 1
	}
	echo "$method $path: $answer"
}

ask GET "/availability/?domains=$name"
ask POST /domains/ -H 'Content-Type: application/json' -H "Idempotency-Key: register-$name" --data '{
	"domain_name": "'"$name"'", "years": 1, "auto_renew": false, "nameservers": ["ns1.example.net", "ns2.example.net"],
	"contacts": {"registrant": {"first_name": "Jane", "last_name": "Doe", "address1": "1 High Street", "city": "London",
		"postcode": "N1 9GU", "country": "GB", "phone": "+44.2071234567", "email": "jane@example.org"}}}'
id=$(echo "$answer" | sed -n 's/^[^0-9]*"id": *\([0-9]*\).*/\1/p')
until ask GET "/domains/$id/" && case $answer in *'"status":"active"'*) true ;; *'"status":"pending"'*) false ;; *) exit 1 ;; esac; do
	sleep 1
done
ask PUT "/domains/$id/dns/" -H 'Content-Type: application/json' \
	--data '{"records": [{"hostname": "www", "type": "A", "address": "192.0.2.1"}]}'
ask GET /balance/
