package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"
)

// The addresses that names have: at first, and after the changes.
const (
	firstAddress = "198.51.100.1"
	laterAddress = "198.51.100.2"
)

const (
	singleChanges = 200
	singleNames   = 20
)

// saving is a request that saves ten records for a name.
func (z *publishing) saving(name, address string) []byte {
	sld, tld, _ := strings.Cut(name, ".")
	return []byte(z.credentials + "SaveDNS&sld=" + sld + "&tld=" + tld + tenRecords(address))
}

// saveAll saves the records of names, over sixteen connections.
func (z *publishing) saveAll(ctx context.Context, api string, names []string, address string) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	failures := make([]error, z.options.connections)
	for i := range failures {
		wg.Go(func() {
			l, err := dial(ctx, api)
			if err != nil {
				failures[i] = err
				return
			}
			defer func() { _ = l.conn.Close() }()
			for n := next.Add(1) - 1; n < int64(len(names)) && ctx.Err() == nil; n = next.Add(1) - 1 {
				if failures[i] = l.mustPost(z.saving(names[n], address)); failures[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(append(failures, ctx.Err())...)
}

// single saves one zone after the other, each when Knot has the one before.
func (z *publishing) single(ctx context.Context, api string) error {
	say("zones: %d changes, one by one", singleChanges)
	l, err := dial(ctx, api)
	if err != nil {
		return err
	}
	defer func() { _ = l.conn.Close() }()
	var took []time.Duration
	for i := range singleChanges {
		name, address := z.names[i*7919%len(z.names)], fmt.Sprintf("198.51.101.%d", i)
		if err := l.mustPost(z.saving(name, address)); err != nil {
			return err
		}
		begun := time.Now()
		if err := z.until(ctx, z.knot, name, address); err != nil {
			return err
		}
		took = append(took, time.Since(begun))
		if err := pause(ctx, time.Duration(i%10)*17*time.Millisecond); err != nil { // in no step with the server's own rounds
			return err
		}
	}
	slices.Sort(took)
	z.report.judgeLess("a change, from the answer to SaveDNS until Knot has it, p50 in ms", milliseconds(took[len(took)/2]), 1000, 100)
	z.report.note("zones: a change is on Knot p50 %s, p99 %s, at most %s after the answer", short(took[len(took)/2]), short(took[len(took)*99/100]), short(took[len(took)-1]))
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// newNames registers names, which come to Knot by the catalog.
func (z *publishing) newNames(ctx context.Context, api string) error {
	say("zones: %d new names, one by one", singleNames)
	l, err := dial(ctx, api)
	if err != nil {
		return err
	}
	defer func() { _ = l.conn.Close() }()
	var took []time.Duration
	for i := range singleNames {
		name := fmt.Sprintf("new-zone-%d.com", i)
		form := z.credentials + "RegisterDomain&sld=" + strings.TrimSuffix(name, ".com") + "&tld=com&regperiod=1&dnsmanagement=1" +
			"&firstname=a&lastname=b&address1=c&city=d&country=US&postcode=12345&email=a@example.com&phonenumber=1234567890"
		if err := l.mustPost([]byte(form)); err != nil {
			return err
		}
		begun := time.Now()
		for {
			if _, err := ask(ctx, z.knot, name, dns.TypeSOA); err == nil {
				break
			}
			if time.Since(begun) > time.Minute {
				return fmt.Errorf("%s does not come to Knot", name)
			}
			if err := pause(ctx, time.Millisecond); err != nil {
				return err
			}
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	z.report.note("zones: a new name is on Knot p50 %s, at most %s after the answer to RegisterDomain", short(took[len(took)/2]), short(took[len(took)-1]))
	return nil
}

// inARow saves many zones as fast as the server takes them.
func (z *publishing) inARow(ctx context.Context, api string) error {
	names := z.names[:min(z.options.changes, len(z.names))]
	say("zones: %d changes in a row", len(names))
	begun := time.Now()
	if err := z.saveAll(ctx, api, names, laterAddress); err != nil {
		return err
	}
	saved := time.Since(begun)
	if err := z.allThere(ctx, z.knot, names, laterAddress); err != nil {
		return err
	}
	there := time.Since(begun)
	z.report.note("zones: %d changes in a row were saved in %s (%.0f a second) and all on Knot %s after the last", len(names), short(saved),
		float64(len(names))/saved.Seconds(), short(there-saved))
	return z.untilNoneBehind(ctx, api)
}

// until waits until a server says that a name has an address.
func (z *publishing) until(ctx context.Context, server, name, address string) error {
	var got string
	var err error
	for begun := time.Now(); time.Since(begun) < time.Minute && ctx.Err() == nil; {
		if got, err = ask(ctx, server, name, dns.TypeA); err == nil && got == address {
			return nil
		}
		if err := pause(ctx, time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s says that %s has %q, not %q: %w", server, name, got, address, errors.Join(err, ctx.Err()))
}

// allThere waits until a server has an address for all names; "" is any.
func (z *publishing) allThere(ctx context.Context, server string, names []string, address string) error {
	left := slices.Clone(names)
	for begun := time.Now(); time.Since(begun) < patience; {
		rand.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
		missing, kept := 0, left[:0]
		for _, name := range left {
			if missing < 10 { // there is no use in asking for all the others yet
				got, err := ask(ctx, server, name, dns.TypeA)
				if err == nil && (address == "" || got == address) {
					continue
				}
				missing++
			}
			kept = append(kept, name)
		}
		if left = kept; len(left) == 0 {
			return nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s does not get %d of %d zones", server, len(left), len(names))
}

// ask gives the first address that a server has for a name, "" for another type; an error if it has no such records.
func ask(ctx context.Context, server, name string, kind uint16) (string, error) {
	client := dns.Client{Timeout: time.Second}
	m, _, err := client.ExchangeContext(ctx, new(dns.Msg).SetQuestion(name+".", kind), server)
	if err != nil {
		return "", err
	}
	if len(m.Answer) == 0 {
		return "", fmt.Errorf("%s: %s", name, dns.RcodeToString[m.Rcode])
	}
	if a, ok := m.Answer[0].(*dns.A); ok {
		return net.IP(a.A).String(), nil
	}
	return "", nil
}
