package main

import (
	"cmp"
	"os"
	"os/user"
	"strconv"

	"nameyard/reseller"
)

// whoRuns is the person at the command line as the audit log names them: "operator anna@ns1". Who became root by sudo is
// named as before.
func whoRuns() reseller.Actor {
	name := os.Getenv("SUDO_USER")
	if name == "" || os.Geteuid() != 0 {
		if u, err := user.Current(); err == nil {
			name = u.Username
		}
	}
	host, _ := os.Hostname()
	return reseller.Actor{Name: "operator " + cmp.Or(name, "user "+strconv.Itoa(os.Geteuid())) + "@" + cmp.Or(host, "localhost")}
}
