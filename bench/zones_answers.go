package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"
)

const (
	askers      = 16 // sockets that ask
	outstanding = 16 // questions of each that wait for their answers at a time
)

// questions are what the askers ask: of each name's zone what resolvers ask for.
func (z *publishing) questions() ([][]byte, error) {
	var list [][]byte
	for i, name := range z.names {
		host, kind := name, []uint16{dns.TypeA, dns.TypeMX, dns.TypeTXT, dns.TypeAAAA}[i%4]
		switch i % 8 {
		case 4:
			host, kind = "www."+name, dns.TypeA
		case 5:
			host, kind = "shop."+name, dns.TypeA // an alias
		case 6:
			host, kind = "nothing."+name, dns.TypeA
		}
		m := new(dns.Msg).SetQuestion(host+".", kind)
		m.SetEdns0(1232, false)
		packed, err := m.Pack()
		if err != nil {
			return nil, err
		}
		list = append(list, packed)
	}
	return list, nil
}

// pick gives the number of the next question.
type pick func() int

// compareAnswers asks the program and Knot in turns the same questions: of zones of which some are asked for much more often than others, as
// resolvers do, and of all alike, so that hardly one is asked for twice.
func (z *publishing) compareAnswers(ctx context.Context, p, k *peer) error {
	questions, err := z.questions()
	if err != nil {
		return err
	}
	n := len(questions)
	for _, c := range []struct {
		what string
		pick func() pick
	}{
		{"DNS, popular zones first", func() pick {
			zipf := rand.NewZipf(rand.New(rand.NewPCG(rand.Uint64(), 1)), 1.1, 1, uint64(n-1))
			return func() int { return int(zipf.Uint64()) * 7919 % n }
		}},
		{"DNS, all zones alike", func() pick { return func() int { return rand.IntN(n) } }},
	} {
		if err := z.compare(ctx, c.what, questions, c.pick, p, k); err != nil {
			return err
		}
	}
	return nil
}

// compare asks both in turns.
func (z *publishing) compare(ctx context.Context, what string, questions [][]byte, next func() pick, p, k *peer) error {
	m := measurement{Work: what, Engine: sqlite, loads: map[string]*load{}, rounds: map[string][]float64{}}
	spent := map[string]time.Duration{}
	span := z.options.duration / time.Duration(z.options.rounds)
	for round := range z.options.rounds + 1 {
		for _, side := range []struct {
			*peer
			at string
		}{{p, z.dns}, {k, z.knot}} {
			say("zones: %s: questions to %s, round %d of %d", what, side.name, round, z.options.rounds)
			before := processorTime(side.pid)
			l, err := askLoad(ctx, side.at, questions, next, span)
			if err != nil {
				return err
			}
			if round > 0 { // the first one warms it up
				m.add(side.name, l)
				spent[side.name] += processorTime(side.pid) - before
			}
		}
	}
	z.report.add(m)
	z.report.judge(what+", times Knot", m.ratio(k.name), 0.5, 0.5)
	for _, name := range m.order {
		z.report.note("zones: %s: an answer took %s %s of a processor", what, name, spent[name]/time.Duration(max(m.loads[name].Requests, 1)))
	}
	return nil
}

// processorTime is what a process has used of the processors; zero elsewhere than on Linux.
func processorTime(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// askLoad asks a server for a time, with as many questions under way as it takes to keep it busy.
func askLoad(ctx context.Context, server string, questions [][]byte, next func() pick, span time.Duration) (load, error) {
	loads, failures := make([]load, askers), make([]error, askers)
	var wg sync.WaitGroup
	start := time.Now()
	for i := range askers {
		wg.Go(func() { loads[i], failures[i] = askAll(ctx, server, questions, next(), start.Add(span)) })
	}
	wg.Wait()
	var sum load
	for _, l := range loads {
		sum.add(l)
	}
	sum.Took = time.Since(start)
	return sum, errors.Join(append(failures, ctx.Err())...)
}

// askAll asks over one socket until a time. An answer that does not come within a second, or says SERVFAIL or REFUSED, is an error.
func askAll(ctx context.Context, server string, questions [][]byte, next pick, end time.Time) (load, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "udp", server)
	if err != nil {
		return load{}, err
	}
	defer func() { _ = conn.Close() }()
	var sum load
	buffer, packet := make([]byte, 4096), make([]byte, 0, 512)
	var id uint16
	for time.Now().Before(end) && ctx.Err() == nil {
		begun, first := time.Now(), id
		for range outstanding {
			packet = append(packet[:0], questions[next()]...)
			binary.BigEndian.PutUint16(packet, id)
			id++
			if _, err := conn.Write(packet); err != nil {
				return sum, err
			}
		}
		if err := conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			return sum, err
		}
		for came := 0; came < outstanding; {
			n, err := conn.Read(buffer)
			if err != nil {
				sum.Requests, sum.Errors, sum.Wrong = sum.Requests+outstanding-came, sum.Errors+outstanding-came, err.Error()
				break
			}
			if n < 12 || binary.BigEndian.Uint16(buffer)-first >= outstanding {
				continue // one that was given up
			}
			came++
			sum.Requests++
			sum.waits = append(sum.waits, time.Since(begun))
			if code := int(buffer[3] & 15); code != dns.RcodeSuccess && code != dns.RcodeNameError {
				sum.Errors++
				sum.Wrong = dns.RcodeToString[code]
			}
		}
	}
	return sum, nil
}
