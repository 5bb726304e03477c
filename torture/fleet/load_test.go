package fleet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	loadClients = 8
	holder      = "&firstname=a&lastname=b&address1=c&city=d&postcode=1&country=US&phonenumber=1234567890&email=a@example.com"
)

// load are clients that register, renew, change and look at names without a pause. What gets no answer is sent again at once,
// as a module's queue does, until it gets one.
type load struct {
	installation *installation
	url          string // of the balancer
	client       *http.Client
	ctx          context.Context
	cancel       context.CancelFunc
	clients      sync.WaitGroup

	mu       sync.Mutex
	requests int
	failed   map[string]int // 5xx and broken connections, by what the client saw
	refused  map[string]int // errors that no client should get here
	pending  int            // told to come back later
	open     []asked        // what was told "pending", to be asked again at the end
	bought   []string       // names whose registration was answered with success
	renewed  []string       // names whose renewal was answered with success
	longest  time.Duration  // the longest answer
	gap      time.Duration  // the longest time in which no request succeeded
	success  time.Time      // the last one
}

// asked is a request that may have to be made again.
type asked struct {
	by     account
	action string
}

// start sets the clients to work. The names they buy begin with prefix.
func (inst *installation) load(url, prefix string, seed uint64) *load {
	l := &load{
		installation: inst, url: url, failed: map[string]int{}, refused: map[string]int{}, success: time.Now(),
		client: &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: loadClients}},
	}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	for i := range loadClients {
		l.clients.Go(func() {
			l.act(rand.New(rand.NewPCG(seed, uint64(i+1))), inst.accounts[i%len(inst.accounts)], fmt.Sprintf("%s%d", prefix, i))
		})
	}
	inst.t.Cleanup(l.stop)
	return l
}

// stop lets every client get its last answer.
func (l *load) stop() {
	l.cancel()
	l.clients.Wait()
}

func (l *load) act(chance *rand.Rand, by account, prefix string) {
	for n := 0; l.ctx.Err() == nil; n++ {
		name := fmt.Sprintf("%sn%d", prefix, n)
		sld := "&sld=" + name + "&tld=com"
		if !l.ask(by, "RegisterDomain&regperiod=1"+sld+holder) {
			continue
		}
		l.note(&l.bought, name+".com")
		if chance.IntN(2) == 0 {
			renewal := "RenewDomain&regperiod=1" + sld
			if chance.IntN(2) == 0 {
				renewal += "&idempotencykey=" + name
			}
			if l.ask(by, renewal) {
				l.note(&l.renewed, name+".com")
			}
		}
		l.ask(by, fmt.Sprintf("SaveNameservers%s&ns1=ns1.a%d.net&ns2=ns2.a%d.net", sld, n, n))
		l.ask(by, "Sync"+sld)
		l.ask(by, "CreditAmount")
	}
}

func (l *load) note(list *[]string, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*list = append(*list, name)
}

// ask posts a request until it is answered, and reports whether the answer is a plain success.
func (l *load) ask(by account, action string) bool {
	for {
		begun := time.Now()
		answer, failure := l.post(by, action)
		if l.judge(asked{by, action}, answer, failure, begun) {
			return failure == "" && answer.Result == "success" && !strings.Contains(answer.Msg, "pending")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// answer is what the tests read of an answer.
type answer struct {
	Result, Msg, Code, Value string
	Expired                  bool
}

// judge counts an answer and reports whether it is one, and no failure.
func (l *load) judge(q asked, a answer, failure string, begun time.Time) bool {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	l.longest = max(l.longest, now.Sub(begun))
	switch {
	case failure != "":
		l.failed[failure]++
		return false
	case a.Code == "unavailable" || a.Code == "internal":
		l.failed[a.Code+": "+a.Msg]++
		return false
	case a.Code == "pending" || strings.Contains(a.Msg, "is pending"):
		l.pending++
		l.open = append(l.open, q)
	case a.Result != "success":
		verb, _, _ := strings.Cut(q.action, "&")
		l.refused[verb+": "+a.Code+" "+a.Msg]++
	}
	l.gap = max(l.gap, now.Sub(l.success))
	l.success = now
	return true
}

// post sends one request. failure is "" if there is an answer of the API.
func (l *load) post(by account, action string) (a answer, failure string) {
	return post(l.client, l.url, by, action)
}

func post(client *http.Client, url string, by account, action string) (a answer, failure string) {
	body := "token=" + by.token + "&authemail=" + by.email + "&action=" + action
	req, err := http.NewRequest(http.MethodPost, url+"/api.php", strings.NewReader(body))
	if err != nil {
		return a, err.Error()
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(req)
	if err != nil {
		return a, "broken connection"
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return a, "broken connection"
	}
	if res.StatusCode >= 500 {
		return a, fmt.Sprintf("HTTP %d", res.StatusCode)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, "no JSON"
	}
	return a, ""
}

// mark gives the longest time without any success since it was last called.
func (l *load) mark() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	gap := max(l.gap, time.Since(l.success))
	l.gap, l.success = 0, time.Now()
	return gap
}

// failures counts what clients saw as broken.
func (l *load) failures() int {
	n := 0
	for _, times := range l.failed {
		n += times
	}
	return n
}

// check repeats what was told "pending" and looks at the registry: every success that a client was told is there, once.
func (l *load) check(t *testing.T) {
	t.Helper()
	for _, q := range l.open {
		if a, failure := l.post(q.by, q.action); failure != "" || a.Result != "success" {
			t.Errorf("the repeat of %.70s… is answered %+v %s", q.action, a, failure)
		}
	}
	if len(l.refused) > 0 {
		t.Errorf("answers that no client should get: %v", l.refused)
	}
	if len(l.bought) == 0 {
		t.Fatal("no registration was answered: the load is broken itself")
	}
	effects := l.installation.effects()
	for _, name := range l.bought {
		if n := effects[effect{"create", name}]; n != 1 {
			t.Errorf("%s was answered with success, and the registry created it %d times", name, n)
		}
	}
	for _, name := range l.renewed {
		if n := effects[effect{"renew", name}]; n != 1 {
			t.Errorf("the renewal of %s was answered with success, and the registry renewed it %d times", name, n)
		}
	}
	for e, n := range effects {
		if (e.Command == "create" || e.Command == "renew") && n > 1 {
			t.Errorf("the registry carried out %d × %s of %s", n, e.Command, e.Name)
		}
	}
}
