package fleet_test

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

const (
	provider    = "/usr/lib/galera/libgalera_smm.so"
	clusterUser = "nameyard"
	clusterPass = "only on this machine"
	clusterName = "nameyard"
)

// cluster is a Galera cluster of three nodes on this machine.
type cluster struct {
	t     *testing.T
	owner *user.User // whom the nodes run as; nil = us
	nodes []*node
}

// node is one mariadbd.
type node struct {
	cluster           *cluster
	dir               string
	port              int // for clients
	group, state, ist int // for other nodes: group messages, state transfers (whole and incremental)
	process           *exec.Cmd
	ended             chan struct{}
	db                *sql.DB
}

// startCluster starts three nodes with an empty database and waits until all are in step.
func startCluster(t *testing.T) *cluster {
	t.Helper()
	for _, needed := range []string{"mariadbd", "mariadb-install-db", "rsync", "lsof"} {
		if _, err := findProgram(needed); err != nil {
			t.Fatalf("%v; run sh .ci/setup.sh galera", err)
		}
	}
	if _, err := os.Stat(provider); err != nil {
		t.Fatalf("%v; run sh .ci/setup.sh galera", err)
	}
	c := &cluster{t: t}
	if os.Getuid() == 0 { // the state transfer's rsync gives up root, and mariadbd wants to be told who to be
		owner, err := user.Lookup("mysql")
		if err != nil {
			t.Fatal(err)
		}
		c.owner = owner
	}
	dir, err := os.MkdirTemp("", "nameyard-galera-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		c.nodes = append(c.nodes, c.newNode(filepath.Join(dir, fmt.Sprint("n", i+1))))
	}
	begun := time.Now()
	for i, n := range c.nodes {
		n.start(i == 0)
		if i == 0 {
			c.makeDatabase()
		}
	}
	t.Logf("three nodes are in step after %s", time.Since(begun).Round(100*time.Millisecond))
	return c
}

// findProgram finds a program that may lie where only root looks.
func findProgram(name string) (string, error) {
	for _, dir := range []string{"/usr/sbin/", "/usr/local/sbin/"} {
		if _, err := os.Stat(dir + name); err == nil {
			return dir + name, nil
		}
	}
	return exec.LookPath(name)
}

// newNode makes the folders and the empty data of a node.
func (c *cluster) newNode(dir string) *node {
	c.t.Helper()
	n := &node{cluster: c, dir: dir}
	for _, port := range []*int{&n.port, &n.group, &n.state, &n.ist} {
		_, text, _ := net.SplitHostPort(freeAddress(c.t))
		*port, _ = strconv.Atoi(text)
	}
	for _, sub := range []string{"", "data", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			c.t.Fatal(err)
		}
		c.own(filepath.Join(dir, sub))
	}
	install := exec.Command("mariadb-install-db", append([]string{"--no-defaults", "--datadir=" + dir + "/data", "--tmpdir=" + dir + "/tmp",
		"--auth-root-authentication-method=normal", "--skip-test-db"}, c.runsAs()...)...)
	if out, err := install.CombinedOutput(); err != nil {
		c.t.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	return n
}

func (c *cluster) runsAs() []string {
	if c.owner == nil {
		return nil
	}
	return []string{"--user=" + c.owner.Username}
}

func (c *cluster) own(path string) {
	if c.owner == nil {
		return
	}
	uid, _ := strconv.Atoi(c.owner.Uid)
	gid, _ := strconv.Atoi(c.owner.Gid)
	if err := os.Chown(path, uid, gid); err != nil {
		c.t.Fatal(err)
	}
}

// options are the settings of docs/several-servers.md, and what it takes to have three nodes on one address.
func (n *node) options() []string {
	var peers []string
	for _, peer := range n.cluster.nodes {
		peers = append(peers, fmt.Sprint("127.0.0.1:", peer.group))
	}
	return append([]string{
		"--no-defaults", "--datadir=" + n.dir + "/data", "--tmpdir=" + n.dir + "/tmp", "--socket=server.sock", "--pid-file=server.pid",
		"--bind-address=127.0.0.1", fmt.Sprint("--port=", n.port), "--skip-name-resolve", "--log-error=" + n.dir + "/data/error.log",
		"--innodb-buffer-pool-size=64M", "--loose-innodb-log-file-size=32M", "--performance-schema=OFF",
		"--binlog-format=ROW", "--default-storage-engine=InnoDB", "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=1",
		"--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin",
		"--wsrep-on=ON", "--wsrep-provider=" + provider, "--wsrep-cluster-name=nameyard-test",
		"--wsrep-cluster-address=gcomm://" + strings.Join(peers, ","), "--wsrep-node-address=127.0.0.1",
		"--wsrep-node-name=" + filepath.Base(n.dir), "--wsrep-sst-method=rsync", fmt.Sprint("--wsrep-sst-receive-address=127.0.0.1:", n.state),
		fmt.Sprintf("--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d;gcache.size=64M", n.group, n.ist),
	}, n.cluster.runsAs()...)
}

// start starts the node and waits until it is in step. The first node of a new cluster is told so.
func (n *node) start(first bool) {
	t := n.cluster.t
	t.Helper()
	program, err := findProgram("mariadbd")
	if err != nil {
		t.Fatal(err)
	}
	options := n.options()
	if first {
		options = append(options, "--wsrep-new-cluster")
	}
	if n.process != nil {
		options = append(options, "--wsrep-start-position="+n.position(program))
	}
	n.process = exec.Command(program, options...)
	n.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with its state transfer scripts
	if err := n.process.Start(); err != nil {
		t.Fatal(err)
	}
	n.ended = make(chan struct{})
	process, ended := n.process, n.ended
	go func() { _ = process.Wait(); close(ended) }()
	t.Cleanup(n.kill)
	if n.db == nil {
		config := mysql.NewConfig()
		config.Net, config.Addr, config.User = "unix", n.dir+"/data/server.sock", "root"
		config.Timeout, config.ReadTimeout, config.Logger = time.Second, 10*time.Second, &mysql.NopLogger{}
		connector, err := mysql.NewConnector(config)
		if err != nil {
			t.Fatal(err)
		}
		n.db = sql.OpenDB(connector)
		t.Cleanup(func() { _ = n.db.Close() })
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the end of the log of node %s:\n%s", filepath.Base(n.dir), n.logTail())
		}
	})
	within(t, 180*time.Second, "node "+filepath.Base(n.dir)+" is in step", func() bool {
		return n.status("wsrep_local_state_comment") == "Synced" && n.status("wsrep_ready") == "ON"
	})
}

// position asks a node that was killed how far its data are, as the service's start script does: with that it is sent what it
// missed, and without it everything.
func (n *node) position(program string) string {
	t := n.cluster.t
	t.Helper()
	log := n.dir + "/data/recovery.log"
	out, err := exec.Command(program, append(n.options(), "--wsrep-recover", "--log-error="+log)...).CombinedOutput()
	if err != nil {
		t.Fatalf("mariadbd --wsrep-recover: %v\n%s", err, out)
	}
	body, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	_, found, ok := strings.Cut(string(body), "Recovered position: ")
	if !ok {
		t.Fatalf("no position in\n%s", body)
	}
	position, _, _ := strings.Cut(found, "\n")
	return strings.TrimSpace(position)
}

// logTail is the end of the node's log.
func (n *node) logTail() string {
	body, err := os.ReadFile(n.dir + "/data/error.log")
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(string(body), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}

// kill ends the node as a crash would, its helpers too.
func (n *node) kill() {
	_ = syscall.Kill(-n.process.Process.Pid, syscall.SIGKILL)
	<-n.ended
}

// status reads a status variable, empty if the node does not answer.
func (n *node) status(name string) string {
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Second)
	defer stop()
	var key, value string
	if err := n.db.QueryRowContext(ctx, "SHOW GLOBAL STATUS LIKE '"+name+"'").Scan(&key, &value); err != nil {
		return ""
	}
	return value
}

// makeDatabase makes the database and its account, on all nodes at once.
func (c *cluster) makeDatabase() {
	c.t.Helper()
	for _, statement := range []string{
		"CREATE DATABASE " + clusterName + " CHARACTER SET utf8mb4",
		"CREATE USER '" + clusterUser + "'@'127.0.0.1' IDENTIFIED BY '" + clusterPass + "'",
		"GRANT ALL PRIVILEGES ON " + clusterName + ".* TO '" + clusterUser + "'@'127.0.0.1'",
	} {
		if _, err := c.nodes[0].db.Exec(statement); err != nil {
			c.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// url names the database on some nodes, in order of preference.
func (c *cluster) url(nodes ...*node) string {
	var hosts []string
	for _, n := range nodes {
		hosts = append(hosts, fmt.Sprint("127.0.0.1:", n.port))
	}
	return fmt.Sprintf("mysql://%s:%s@%s/%s", clusterUser, strings.ReplaceAll(clusterPass, " ", "%20"), strings.Join(hosts, ","), clusterName)
}

// sums are the checksums of all tables on a node.
func (n *node) sums() map[string]string {
	t := n.cluster.t
	t.Helper()
	rows, err := n.db.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = ?", clusterName)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Close(); err != nil || len(tables) == 0 {
		t.Fatalf("tables %v, %v", tables, err)
	}
	sums := map[string]string{}
	for _, table := range tables {
		var name, sum string
		if err := n.db.QueryRow("CHECKSUM TABLE "+clusterName+"."+table).Scan(&name, &sum); err != nil {
			t.Fatal(err)
		}
		sums[table] = sum
	}
	return sums
}
