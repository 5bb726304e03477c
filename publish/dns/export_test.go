package dns

import (
	"context"
	"strings"

	"github.com/miekg/dns"
)

// Repacked is the zone as it is kept.
func (z *Zone) Repacked() (*Zone, error) {
	p, err := pack(z)
	if err != nil {
		return nil, err
	}
	return p.unpack()
}

// Ask answers a question from the zone as it is kept, in a message.
func (z *Zone) Ask(q *dns.Msg, overUDP bool) ([]byte, error) {
	p, err := pack(z)
	if err != nil {
		return nil, err
	}
	var a answering
	if !a.question.of(q) {
		return nil, dns.ErrRdata
	}
	return a.respond(p, nil, a.question.roomFor(overUDP)), nil
}

// Nodes are the names that there are in the zone, and how many delegations.
func (z *Zone) Nodes() (names map[string]bool, cuts int) {
	names = map[string]bool{}
	for name := range z.nodes {
		names[dns.CanonicalName(name)] = true
	}
	return names, z.cuts
}

// Find gives the zone that a name lies in.
func (z *Zones) Find(ctx context.Context, name string) (*Zone, error) {
	p, err := z.find(ctx, strings.TrimSuffix(name, "."), Fresh)
	if err != nil {
		return nil, err
	}
	return p.unpack()
}

// AskBytes answers a request over UDP that asks something of the zone; taken is false for any other.
func (z *Zone) AskBytes(request []byte) (answer []byte, taken bool) {
	a := new(answering)
	p, err := pack(z)
	if err != nil || !a.question.read(request) || !a.question.below(p.apex()) {
		return nil, false
	}
	return a.respond(p, nil, a.question.roomFor(true)), true
}

// Answering gives who answers requests one after the other.
func (z *Zone) Answering() func(request []byte) []byte {
	p, err := pack(z)
	if err != nil {
		panic(err)
	}
	a := new(answering)
	return func(request []byte) []byte {
		a.question.read(request)
		return a.respond(p, nil, a.question.roomFor(true))
	}
}

// Reload is what Run does at the start, and now and then.
func (p *Primary) Reload(ctx context.Context) error { return p.reload(ctx) }

// Follow is what Run does all the time.
func (p *Primary) Follow(ctx context.Context) error { return p.follow(ctx) }

// Follower follows a made-up name server by hand.
type Follower struct{ *follower }

// FollowerOf is the first one of a Primary; its name server answers as it is told, and takes no notice.
func FollowerOf(p *Primary, answers func(apex string) SOAAnswer) Follower {
	f := p.followers[0]
	f.serial = func(_ context.Context, apex string) SOAAnswer { return answers(apex) }
	return Follower{f}
}

// Owe tells it of a change.
func (f Follower) Owe(apex string) { f.owe(apex, &debt{serial: 7, done: new(arrival), fresh: true}) }

// Work works off what is due now, and tells how much that was.
func (f Follower) Work(ctx context.Context) (worked int) {
	for {
		due := f.due(atOnce)
		if len(due) == 0 {
			return worked
		}
		for apex, d := range due {
			f.settle(ctx, apex, d)
			worked++
		}
	}
}

// Round asks it for all zones.
func (f Follower) Round(ctx context.Context, p *Primary) error {
	return p.round(ctx, f.follower, p.missed)
}

// Pulse asks it for its catalogs.
func (f Follower) Pulse(ctx context.Context, p *Primary) bool { return p.pulse(ctx, f.follower) }

// RoundDue reports whether it is to be asked for all zones.
func (f Follower) RoundDue() bool { return f.roundDue(f.clock.Wall()) }
