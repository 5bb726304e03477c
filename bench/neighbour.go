package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// neighbourItem measures what one account's heavy requests do to another's reads.
const neighbourItem = "neighbour/sqlite"

const (
	neighbourNames   = 20_000 // of the account that floods
	neighbourLists   = 4      // connections that list all of them
	neighbourZones   = 4      // connections that save a large zone
	neighbourRecords = 200    // of that zone, with 4,000 bytes of text each
	neighbourAddress = "neighbour@example.com"
	demoToken        = "AaLc8eNZWsZtWlT9LtT7NUha"
)

// neighbour lets an account read alone and beside another one that lists its names and saves large zones, in turns, with as many
// requests at a time as a server gives each.
func (s *stage) neighbour(ctx context.Context, r *report) error {
	program, err := s.build(ctx)
	if err != nil {
		return err
	}
	dir, err := s.sub("neighbour")
	if err != nil {
		return err
	}
	n := &night{stage: s, engine: sqlite, program: program, data: filepath.Join(dir, "data")}
	n.database = filepath.Join(n.data, "nameyard.db")
	if _, err = demoStart(ctx, program, n.data); err != nil {
		return err
	}
	say("neighbour: making %d names up", neighbourNames)
	if _, err := n.command(ctx, "sandbox", "fill", fmt.Sprint(neighbourNames)); err != nil {
		return err
	}
	token, err := n.secondAccount(ctx)
	if err != nil {
		return err
	}
	secret, err := n.secret()
	if err != nil {
		return err
	}
	p, err := startRole(ctx, ours, roleOrders{Database: n.database, Secret: secret, Turns: true})
	if err != nil {
		return err
	}
	defer func() { _ = p.stop() }()
	f := &flood{address: p.address, client: &http.Client{}}
	if f.zone, err = f.own(ctx, demoToken); err != nil {
		return err
	}
	read := []byte("token=" + token + "&authemail=" + neighbourAddress + "&action=GetNameservers&sld=neighbour&tld=com")
	if err := buyName(ctx, p.address, token); err != nil {
		return err
	}
	return s.compareNeighbours(ctx, f, func() []byte { return read }, r)
}

// compareNeighbours measures the reads in turns: alone, beside the flood.
func (s *stage) compareNeighbours(ctx context.Context, f *flood, read script, r *report) error {
	m := measurement{Work: "reads of one account", Engine: sqlite, loads: map[string]*load{}, rounds: map[string][]float64{}}
	var alone, beside load
	for round := range s.options.rounds {
		say("neighbour: round %d of %d", round+1, s.options.rounds)
		l, err := drive(ctx, f.address, 1, s.options.duration/time.Duration(s.options.rounds), read)
		if err != nil {
			return err
		}
		alone.add(l)
		stop := f.start(ctx)
		l, err = drive(ctx, f.address, 1, s.options.duration/time.Duration(s.options.rounds), read)
		stop()
		if err != nil {
			return err
		}
		beside.add(l)
	}
	m.add(ours, beside)
	m.add("itself alone", alone)
	r.add(m)
	for _, q := range []struct {
		word string
		of   float64
	}{{"p50", 0.50}, {"p99", 0.99}} {
		r.judgeLess(fmt.Sprintf("reads beside another account's lists and large zones, %s, times alone", q.word),
			float64(beside.quantile(q.of))/float64(max(alone.quantile(q.of), 1)), 2, 2)
	}
	r.note("neighbour: meanwhile %d lists of %d names and %d saves of %d kB were answered, %d were refused", f.lists.Load(), neighbourNames,
		f.saves.Load(), neighbourRecords*4, f.refused.Load())
	return nil
}

// secondAccount makes the account that only reads, and gives its token.
func (n *night) secondAccount(ctx context.Context) (string, error) {
	if _, err := n.command(ctx, "account", "add", neighbourAddress, "--name", "Neighbour", "--currency", "USD"); err != nil {
		return "", err
	}
	if _, err := n.command(ctx, "credit", "add", neighbourAddress, "100", "--note", "for a name"); err != nil {
		return "", err
	}
	return n.token(ctx, neighbourAddress)
}

// token makes a token of an account.
func (n *night) token(ctx context.Context, account string) (string, error) {
	made, err := n.command(ctx, "token", "add", account, "--name", "bench", "--json")
	if err != nil {
		return "", err
	}
	var told struct {
		Token string `json:"token"`
	}
	err = json.Unmarshal([]byte(made.out), &told)
	return told.Token, err
}

// buyName registers the name that is read.
func buyName(ctx context.Context, address, token string) error {
	l, err := dial(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = l.conn.Close() }()
	body, err := l.post([]byte("token=" + token + "&authemail=" + neighbourAddress + "&action=RegisterDomain&sld=neighbour&tld=com&regperiod=1" +
		"&nameserver1=ns1.yourdomain.com&nameserver2=ns2.yourdomain.com&firstname=a&lastname=b&address1=c&city=d&country=US&postcode=12345&email=a@example.com"))
	if err == nil && !bytes.HasPrefix(body, success) {
		err = fmt.Errorf("the neighbour's name: %.200s", body)
	}
	return err
}

// flood is what the other account does.
type flood struct {
	address               string
	client                *http.Client
	zone                  string // path of the records of one of its names
	lists, saves, refused atomic.Int64
}

// own gives the path of the records of one name of an account.
func (f *flood) own(ctx context.Context, token string) (string, error) {
	body, _, err := f.send(ctx, "GET", "/api/v1/domains/?limit=1&status=active", "", token)
	if err != nil {
		return "", err
	}
	var page struct{ Results []struct{ ID int64 } }
	if err := json.Unmarshal(body, &page); err != nil || len(page.Results) == 0 {
		return "", fmt.Errorf("the account that floods has no names: %.200s", body)
	}
	return fmt.Sprintf("/api/v1/domains/%d/dns/", page.Results[0].ID), nil
}

// start begins the flood and gives what ends it.
func (f *flood) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	keep := func(done *atomic.Int64, method, path string, body func() string) {
		wg.Go(func() {
			for ctx.Err() == nil {
				_, status, err := f.send(ctx, method, path, body(), demoToken)
				switch {
				case err != nil: // the flood is over
				case status == http.StatusOK:
					done.Add(1)
				default:
					f.refused.Add(1)
				}
			}
		})
	}
	for range neighbourLists {
		keep(&f.lists, "GET", "/api/v1/domains/", func() string { return "" })
	}
	var count atomic.Int64
	for range neighbourZones {
		keep(&f.saves, "PUT", f.zone, func() string { return largeZone(count.Add(1)) })
	}
	return func() {
		cancel()
		wg.Wait()
	}
}

func (f *flood) send(ctx context.Context, method, path, body, token string) (answer []byte, status int, err error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+f.address+path, strings.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := f.client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = response.Body.Close() }()
	if method == http.MethodGet && !strings.Contains(path, "limit") { // as a client that takes its time with nothing
		_, err = io.Copy(io.Discard, response.Body)
		return nil, response.StatusCode, err
	}
	answer, err = io.ReadAll(response.Body)
	return answer, response.StatusCode, err
}

// largeZone is a set of records of 0.8 MB, each time another one.
func largeZone(n int64) string {
	text := strings.Repeat("x", 4000)
	var b strings.Builder
	b.WriteString(`{"records": [`)
	for i := range neighbourRecords {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"hostname": "t%d", "type": "TXT", "address": "%d %s"}`, i, n, text)
	}
	b.WriteString(`]}`)
	return b.String()
}
