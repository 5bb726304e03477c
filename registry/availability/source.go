// Package availability asks services that tell whether names are free without being the registry's own protocol: the free services of .se
// and .nu (DAS), and RDAP (RFC 9082). They are quicker and cost no EPP session; what they say sells nothing, the registry decides.
package availability

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"nameyard/registry"
	"nameyard/reseller"
)

// Settings is how to reach a service.
type Settings struct {
	URL       string        // of DAS without its question, of RDAP up to "domain/": "https://rdap.example/v1"
	PerSecond int           // how many questions a second the service takes. 0 = 30
	Cache     time.Duration // how long an answer is taken again. 0 = 30 s
	Timeout   time.Duration // how long an answer is waited for. 0 = 5 s
}

// Source asks one service, a question for each name (registry.Checker). It is safe for concurrent use.
type Source struct {
	set    Settings
	ask    question
	client *http.Client
	pace   *rate.Limiter

	mu    sync.Mutex
	known map[string]remembered
}

// question is what a kind of service is asked and how its answer reads.
type question struct {
	request func(set Settings, name reseller.Name) (url, accept string)
	read    func(name reseller.Name, status int, body string) (registry.Availability, error)
}

type remembered struct {
	registry.Availability
	until time.Time
}

// maxKnown is how many answers are remembered; maxBody how much of one is read, in bytes.
const (
	maxKnown = 10_000
	maxBody  = 64 << 10
)

func newSource(set Settings, ask question) *Source {
	if set.PerSecond == 0 {
		set.PerSecond = 30
	}
	if set.Cache == 0 {
		set.Cache = 30 * time.Second
	}
	if set.Timeout == 0 {
		set.Timeout = 5 * time.Second
	}
	return &Source{
		set: set, ask: ask, pace: rate.NewLimiter(rate.Limit(set.PerSecond), set.PerSecond), known: map[string]remembered{},
		client: &http.Client{
			Timeout:       set.Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Check tells for each name whether it is free, in the order asked. A service that does not answer, or not in its own form, is
// registry.ErrUnreachable: nothing is guessed.
func (s *Source) Check(ctx context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	var all []registry.Availability
	for _, name := range names {
		a, err := s.check(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", registry.ErrUnreachable, s.set.URL, err)
		}
		all = append(all, a)
	}
	return all, nil
}

func (s *Source) check(ctx context.Context, name reseller.Name) (registry.Availability, error) {
	if a, ok := s.remembered(name); ok {
		return a, nil
	}
	ctx, stop := context.WithTimeout(ctx, s.set.Timeout)
	defer stop()
	if err := s.pace.Wait(ctx); err != nil {
		return registry.Availability{}, errors.New("more is asked than it takes; try again")
	}
	status, body, err := s.fetch(ctx, name)
	if err != nil {
		return registry.Availability{}, err
	}
	a, err := s.ask.read(name, status, body)
	if err != nil {
		return registry.Availability{}, err
	}
	a.Name = name
	s.remember(a)
	return a, nil
}

func (s *Source) fetch(ctx context.Context, name reseller.Name) (status int, body string, err error) {
	url, accept := s.ask.request(s.set, name)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Accept", accept)
	answer, err := s.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return answer.StatusCode, string(text), err
}

func (s *Source) remembered(name reseller.Name) (registry.Availability, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.known[name.String()]
	return a.Availability, ok && time.Now().Before(a.until)
}

func (s *Source) remember(a registry.Availability) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxKnown {
		clear(s.known)
	}
	s.known[a.Name.String()] = remembered{a, time.Now().Add(s.set.Cache)}
}
