// Package torture_test does to whole servers what machines and people do to them, and looks at the books afterwards.
package torture_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/store/storetest"
)

var (
	kills = flag.Int("kills", 12, "how often each server is killed")
	seed  = flag.Uint64("seed", 1, "seed of the load and of the moments of the kills")
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// TestServerKilledUnderLoadLosesAndDoublesNothing kills a server with SIGKILL again and again while clients register, renew
// and change names, and starts it again each time. Afterwards every success that a client was told must be there, and the
// books must agree with the registry's own log.
func TestServerKilledUnderLoadLosesAndDoublesNothing(t *testing.T) {
	binary := build(t)
	for engine, database := range map[string]func(*testing.T) string{
		"sqlite":  func(t *testing.T) string { return filepath.Join(t.TempDir(), "killed.db") },
		"mariadb": func(t *testing.T) string { return storetest.MariaDB(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			s := &server{t: t, binary: binary, data: t.TempDir(), db: database(t), address: freeAddress(t)}
			s.start()
			s.run("credit", "add", "test@exampledomain.com", "10000000.00", "--note", "for the load")
			load := newLoad(s.address)
			chance := rand.New(rand.NewPCG(*seed, 0))
			for range *kills {
				time.Sleep(time.Duration(100+chance.IntN(400)) * time.Millisecond)
				s.kill()
				s.start()
			}
			load.stop()
			s.settle()
			s.run("verify")
			before := s.effects()
			load.repeatBroken(t)
			s.settle()
			t.Logf("%s", s.run("verify"))
			load.check(t, before, s.effects())
			s.kill()
			t.Logf("%d kills, %d answers, %d requests broken and repeated, %d registrations answered with success",
				*kills, load.answers, len(load.broken), len(load.bought))
		})
	}
}

// build makes the binary that is tortured: the real one.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "nameyard")
	out, err := exec.Command("go", "build", "-o", binary, "nameyard/cmd/nameyard").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// server is a demo server in a process of its own.
type server struct {
	t                         *testing.T
	binary, data, db, address string
	process                   *exec.Cmd
	log                       bytes.Buffer
}

func (s *server) start() {
	s.t.Helper()
	s.process = exec.Command(s.binary, "demo", "--listen", s.address, "--data", s.data, "--db", s.db, "--rate", "100000", "--burst", "100000", "--log-level", "warn")
	s.process.Stderr = &s.log
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); ; {
		res, err := http.Get("http://" + s.address + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the server does not get ready: %v\n%s", err, s.log.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (s *server) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// run carries out a command on the server's database.
func (s *server) run(args ...string) []byte {
	s.t.Helper()
	var out, trouble bytes.Buffer
	c := exec.Command(s.binary, append(args, "--data", s.data, "--db", s.db)...)
	c.Stdout, c.Stderr = &out, &trouble
	if err := c.Run(); err != nil {
		s.t.Fatalf("nameyard %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), trouble.String())
	}
	return out.Bytes()
}

// settle lets the sandbox's time pass until no order is unfinished. An order of a killed server is taken on once its lease is
// over, 15 s of the machine's time.
func (s *server) settle() {
	s.t.Helper()
	for deadline := time.Now().Add(90 * time.Second); ; time.Sleep(time.Second) {
		s.run("sandbox", "advance", "15m")
		open := strings.TrimSpace(string(s.run("order", "list", "--unfinished", "--json")))
		if open == "[]" {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("orders stay unfinished: %s", open)
		}
	}
}

// effects counts what the registry carried out, by command and name.
func (s *server) effects() map[effect]int {
	s.t.Helper()
	var log []effect
	if err := json.Unmarshal(s.run("sandbox", "registry", "log", "--json"), &log); err != nil {
		s.t.Fatal(err)
	}
	counts := map[effect]int{}
	for _, e := range log {
		counts[e]++
	}
	return counts
}

type effect struct {
	Command string `json:"command"`
	Name    string `json:"name"`
}

// load are clients that never stop. A request whose connection breaks is put aside and repeated in the end.
type load struct {
	address string
	ctx     context.Context
	cancel  context.CancelFunc
	clients sync.WaitGroup
	client  *http.Client

	mu      sync.Mutex
	answers int
	bought  []string // names whose registration was answered with success
	broken  []string // actions whose answer never came
}

const (
	loadClients = 8
	credentials = "token=AaLc8eNZWsZtWlT9LtT7NUha&authemail=test%40exampledomain.com"
	holder      = "&firstname=test&lastname=test&address1=street&city=city&postcode=12345&country=US&phonenumber=1234567890&email=a%40example.com"
)

func newLoad(address string) *load {
	l := &load{address: address, client: &http.Client{Timeout: 30 * time.Second}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	for i := range loadClients {
		l.clients.Go(func() { l.act(rand.New(rand.NewPCG(*seed, uint64(i+1))), i) })
	}
	return l
}

func (l *load) stop() {
	l.cancel()
	l.clients.Wait()
}

// act registers names of its own, renews some of them and changes their name servers.
func (l *load) act(chance *rand.Rand, client int) {
	for n := 0; l.ctx.Err() == nil; n++ {
		name := fmt.Sprintf("k%dn%d", client, n)
		if !l.try("RegisterDomain&sld=" + name + "&tld=se&regperiod=1&domainfields[Identification+Number]=556036-0793" + holder) {
			continue
		}
		l.mu.Lock()
		l.bought = append(l.bought, name)
		l.mu.Unlock()
		if chance.IntN(2) == 0 {
			l.try("RenewDomain&sld=" + name + "&tld=se&regperiod=1")
		}
		l.try(fmt.Sprintf("SaveNameservers&sld=%s&tld=se&ns1=ns1.a%d.net&ns2=ns2.a%d.net", name, n, n))
	}
}

// try posts once and tells whether the answer was a plain success.
func (l *load) try(action string) bool {
	answer, err := l.post(l.ctx, action)
	if noServer := (*net.OpError)(nil); errors.As(err, &noServer) && noServer.Op == "dial" {
		time.Sleep(5 * time.Millisecond) // it is being started again; nothing was asked
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.broken = append(l.broken, action)
		return false
	}
	l.answers++
	return success(answer)
}

func success(answer string) bool {
	return strings.HasPrefix(answer, `{"result":"success"`) && !strings.Contains(answer, "pending")
}

// repeatBroken does what a module queue does: it sends again what was not answered, and every one must succeed now.
func (l *load) repeatBroken(t *testing.T) {
	t.Helper()
	for _, action := range l.broken {
		answer, err := l.post(t.Context(), action)
		if err != nil || !success(answer) {
			t.Errorf("the repeat of %.60s… is answered %s %v", action, answer, err)
		}
	}
}

func (l *load) post(ctx context.Context, action string) (string, error) {
	body := strings.NewReader(credentials + "&action=" + action)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.address+"/api.php", body)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := l.client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return string(text), err
}

// check looks whether every success that a client was told is there, and whether repeating bought anything twice.
func (l *load) check(t *testing.T, before, after map[effect]int) {
	t.Helper()
	if len(l.bought) == 0 || len(l.broken) == 0 {
		t.Fatal("no registration was answered, or no request was broken: the load is broken itself")
	}
	for _, name := range l.bought {
		if n := before[effect{"create", name + ".se"}]; n != 1 {
			t.Errorf("%s.se was answered with success, and the registry created it %d times", name, n)
		}
	}
	for e, n := range after {
		if (e.Command == "create" || e.Command == "renew") && n > 1 {
			t.Errorf("the registry carried out %d × %s of %s", n, e.Command, e.Name)
		}
	}
}
