package fleet_test

import (
	"flag"
	"maps"
	"strconv"
	"syscall"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

var galera = flag.Bool("galera", false, "run the stories on a Galera cluster, too (make galera)")

// needGalera skips a story of the cluster, which takes a minute, unless it was asked for.
func needGalera(t *testing.T) {
	t.Helper()
	if !*galera {
		t.Skip("only with -galera, as make galera says")
	}
}

// TestGaleraNodesLostUnderLoadLoseAndDoubleNothing lets two servers write to one node, kills that node, lets it come back,
// kills one that nobody writes to, and pauses the writing one. In the end all nodes hold the same right books.
func TestGaleraNodesLostUnderLoadLoseAndDoubleNothing(t *testing.T) {
	needGalera(t)
	card := scorecard.Open(t, scorecard.Item{ID: "T29", Fault: "nodes of a cluster killed and paused under load", Engine: "galera", Target: "nothing lost, nothing twice, all nodes equal"})
	c := startCluster(t)
	inst := newInstallation(t, c.url(c.nodes...))
	a, b := inst.serve("a"), inst.serve("b")
	l := inst.load(balance(t, a, b).URL, "g", scorecard.Seed(t))
	time.Sleep(3 * time.Second)
	calm := l.mark()

	begun := time.Now()
	c.nodes[0].kill()
	time.Sleep(15 * time.Second)
	card.Put("stall after kill -9 of the writing node", l.mark())
	c.nodes[0].start(false)
	card.Put("rejoined and in step", time.Since(begun)-15*time.Second)
	within(t, 30*time.Second, "both servers are back on the first node", func() bool { return c.onlyFirstIsUsed() })
	card.Put("stall of going back to it", l.mark())

	c.nodes[2].kill()
	time.Sleep(10 * time.Second)
	card.Put("stall after kill -9 of an idle node", l.mark())
	c.nodes[2].start(false)

	_ = c.nodes[0].process.Process.Signal(syscall.SIGSTOP)
	time.Sleep(20 * time.Second)
	_ = c.nodes[0].process.Process.Signal(syscall.SIGCONT)
	time.Sleep(10 * time.Second)
	card.Put("stall of a writing node that is paused for 20 s", l.mark())

	l.stop()
	inst.settle()
	l.check(t)
	unknown := 0
	for _, s := range []*server{a, b} {
		unknown += len(s.records("a commit got no answer"))
		for _, r := range s.records("request failed") {
			t.Logf("server %s could not answer %s: %v", s.name, r.Action, r.Cause)
		}
	}
	card.Put("calm stall", calm)
	card.Put("requests", l.requests)
	card.Put("failed and sent again", l.failures())
	card.Put("commits without an answer, looked up", unknown)
	a.stop()
	b.stop()
	c.booksAreEqual(inst)
	t.Logf("what clients saw as failures: %v", l.failed)
}

// TestGaleraTwoWritersStayRight lets each server write to a node of its own, as for a moment when one server has gone to
// another node and the other has not. docs/several-servers.md says what is promised.
func TestGaleraTwoWritersStayRight(t *testing.T) {
	needGalera(t)
	card := scorecard.Open(t, scorecard.Item{ID: "T29", Fault: "two servers write to two nodes", Engine: "galera", Target: "nothing lost, nothing twice, all nodes equal"})
	c := startCluster(t)
	inst := newInstallation(t, c.url(c.nodes...))
	first := inst.serve("a")
	inst.db = c.url(c.nodes[1], c.nodes[0], c.nodes[2])
	second := inst.serve("b")
	l := inst.load(balance(t, first, second).URL, "w", scorecard.Seed(t))
	time.Sleep(scorecard.Budget(0.1, 15*time.Second))
	l.stop()
	for i, n := range c.nodes[:2] {
		card.Put("lost races on node "+strconv.Itoa(i+1), n.status("wsrep_local_cert_failures")+" + "+n.status("wsrep_local_bf_aborts"))
	}
	card.Put("requests", l.requests)
	card.Put("failed and sent again", l.failures())
	card.Put("longest answer", l.longest)
	inst.settle()
	l.check(t)
	first.stop()
	second.stop()
	c.booksAreEqual(inst)
	t.Logf("what clients saw as failures: %v", l.failed)
}

// onlyFirstIsUsed reports whether the first node alone has connections of servers, besides the ones that look how it is.
func (c *cluster) onlyFirstIsUsed() bool {
	for i, n := range c.nodes {
		var clients int
		err := n.db.QueryRow("SELECT COUNT(*) FROM information_schema.processlist WHERE user = ?", clusterUser).Scan(&clients)
		if err != nil || (i == 0) != (clients > 1) {
			return false
		}
	}
	return true
}

// booksAreEqual verifies the books on each node alone, and compares the nodes table by table.
func (c *cluster) booksAreEqual(inst *installation) {
	c.t.Helper()
	within(c.t, 30*time.Second, "all nodes have applied the same", func() bool {
		seen := map[string]bool{}
		for _, n := range c.nodes {
			seen[n.status("wsrep_last_committed")] = true
		}
		return len(seen) == 1 && !seen[""]
	})
	sums := c.nodes[0].sums()
	for i, n := range c.nodes {
		if other := n.sums(); !maps.Equal(sums, other) {
			c.t.Errorf("node %d differs from node 1: %v, %v", i+1, other, sums)
		}
		inst.db = c.url(n)
		c.t.Logf("node %d: %s", i+1, inst.run("verify"))
	}
}
