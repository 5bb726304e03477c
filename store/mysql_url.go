package store

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
)

// mysqlPool is the usual number of connections: measured, more are slower.
const mysqlPool = 8

// mysqlURL is a MySQL database as the operator names it:
//
//	mysql://user:password@host:3306/name
//	mysql://user:password@host1:3306,host2:3306,host3:3306/name?tls=true
//
// Several hosts are the nodes of one cluster in order of preference; see nodes. Parameters: tls (false, preferred, true:
// the server's certificate must be valid for its host name), tls-ca (file of the authorities to trust, instead of the
// machine's), pool (connections of this process, 8).
type mysqlURL struct {
	hosts          []string
	user, password string
	name           string
	tls            string
	authorities    *x509.CertPool
	pool           int
}

var errMySQLURL = errors.New("the database URL must look like mysql://user:password@host:3306/name, or with more hosts: @host1:3306,host2:3306/name")

func parseMySQLURL(raw string) (mysqlURL, error) {
	scheme, hosts, rest := splitHosts(raw)
	u, err := url.Parse(scheme + "host" + rest) // url.Parse takes one host only
	m := mysqlURL{pool: mysqlPool, tls: "false"}
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return m, errMySQLURL
	}
	for host := range strings.SplitSeq(hosts, ",") {
		one, err := url.Parse("mysql://" + host)
		if err != nil || one.Hostname() == "" || one.Host != host {
			return m, errMySQLURL
		}
		if one.Port() == "" {
			host += ":3306"
		}
		m.hosts = append(m.hosts, host)
	}
	m.user, m.name = u.User.Username(), strings.Trim(u.Path, "/")
	m.password, _ = u.User.Password()
	for key, values := range u.Query() {
		if err := m.set(key, values[len(values)-1]); err != nil {
			return m, err
		}
	}
	return m, nil
}

// splitHosts takes the hosts out of a URL: what is in front of them, they, and what follows.
func splitHosts(raw string) (before, hosts, after string) {
	const scheme = "mysql://"
	rest := strings.TrimPrefix(raw, scheme)
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	begin := strings.LastIndexByte(rest[:end], '@') + 1
	return scheme + rest[:begin], rest[begin:end], rest[end:]
}

// set takes one parameter.
func (m *mysqlURL) set(key, value string) error {
	switch key {
	case "tls":
		if value != "true" && value != "false" && value != "preferred" {
			return fmt.Errorf("the database URL says tls=%s; it must be true, preferred or false", value)
		}
		m.tls = value
	case "tls-ca":
		body, err := os.ReadFile(value)
		if err != nil {
			return fmt.Errorf("read the authorities that the database URL names: %w", err)
		}
		m.authorities = x509.NewCertPool()
		if !m.authorities.AppendCertsFromPEM(body) {
			return fmt.Errorf("there is no PEM certificate in %s, which the database URL names as tls-ca", value)
		}
	case "pool":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1000 {
			return fmt.Errorf("the database URL says pool=%s; it must be 1 to 1000", value)
		}
		m.pool = n
	default:
		return fmt.Errorf("the database URL has a parameter %q; there are tls, tls-ca and pool", key)
	}
	return nil
}

// config is what the driver is told for one host.
func (m mysqlURL) config(host string) *driver.Config {
	c := driver.NewConfig()
	c.Net, c.Addr, c.User, c.Passwd, c.DBName = "tcp", host, m.user, m.password, m.name
	c.ParseTime, c.Loc = true, time.UTC
	c.InterpolateParams = true // one round trip a statement
	c.ClientFoundRows = true   // RowsAffected counts matched rows: guarded updates decide by it
	c.Collation = "utf8mb4_bin"
	c.Timeout, c.ReadTimeout, c.WriteTimeout = 5*time.Second, 30*time.Second, 30*time.Second
	c.Params = map[string]string{
		"time_zone": "'+00:00'",
		"sql_mode":  "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
		// Below ReadTimeout, so that a long wait ends with an error that says so and not with a broken connection.
		"innodb_lock_wait_timeout": "10",
	}
	c.TLSConfig = m.tls
	if m.authorities != nil && m.tls == "true" {
		c.TLS = &tls.Config{RootCAs: m.authorities, MinVersion: tls.VersionTLS12} // the driver adds the host's name
	}
	return c
}

// withoutPassword takes the password out of an error's words where it stands as one, in a URL or DSN: its letters may be those of other words.
func (m mysqlURL) withoutPassword(err error) error {
	if m.password == "" {
		return err
	}
	const masked = ":****@"
	return errors.New(strings.NewReplacer(
		":"+m.password+"@", masked, ":"+url.QueryEscape(m.password)+"@", masked, url.UserPassword("", m.password).String()+"@", masked,
	).Replace(err.Error()))
}
