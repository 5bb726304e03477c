package epp_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"testing"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// TestConnectionCutAtEveryByte cuts a registration's connection behind each byte of the command and of its answer (T35, T36), as TLS sends
// them. Whatever the client is told must be so: registered, certainly not sent, or unknown; and never refused.
func TestConnectionCutAtEveryByte(t *testing.T) {
	card := scorecard.Open(t, scorecard.Item{ID: "T35", Fault: "the connection is cut behind every byte", Target: "no untrue answer"})
	w := sandboxtest.Listen(t)
	trusted := w.Client.Clone()
	trusted.ServerName, trusted.ClientSessionCache = "127.0.0.1", tls.NewLRUClientSessionCache(0)
	told := cutting{scene: &cutScene{t: t, w: w}, cut: cutRecords(t, w), client: trusted}.everywhere(transforms[0], 29)
	told.put(card)
}

// TestFramesCutAtEveryByte does so to every command that changes something, before, within and after each frame, the ones that only ask
// included: in the short form at the ends of each frame and here and there, in the long form at every byte.
func TestFramesCutAtEveryByte(t *testing.T) {
	for _, x := range transforms {
		t.Run(x.what, func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{ID: "T35, T36", Fault: x.what + ": frames cut at every byte, both ways", Target: "no untrue answer"})
			w := sandboxtest.Listen(t)
			cut, trusted := cutFrames(t, w)
			told := cutting{scene: &cutScene{t: t, w: w}, cut: cut, client: trusted}.everywhere(x, 499)
			told.put(card)
		})
	}
}

// cutting is one command cut again and again.
type cutting struct {
	scene  *cutScene
	cut    *wireCutter
	client *tls.Config
}

// outcomes count what clients were told, and how it was.
type outcomes struct {
	cuts, done, unsent, there, absent, untrue int
}

func (o outcomes) put(card *scorecard.Card) {
	card.Put("cuts", o.cuts)
	card.Put("told done", o.done)
	card.Put("told not sent", o.unsent)
	card.Put("told unknown, and it was done", o.there)
	card.Put("told unknown, and it was not", o.absent)
	card.Put("untrue answers", o.untrue)
}

// everywhere carries a command out undisturbed, twice, and then cuts it at every byte that passed, or with long strides in the short form.
func (c cutting) everywhere(x transform, stride int64) outcomes {
	t := c.scene.t
	t.Helper()
	var told outcomes
	c.once(x, &told, -1, -1)
	up, down := c.once(x, &told, -1, -1)               // the hosts and contacts that all share are there by now
	once := c.scene.effects(reseller.ClTRID("cut", 1)) // a command with two parts has two effects
	for _, at := range points(up, stride) {
		c.once(x, &told, at, -1)
	}
	for _, at := range points(down, stride) {
		c.once(x, &told, -1, at)
	}
	told.cuts -= 2
	if told.done == 0 || told.there == 0 || told.absent == 0 || told.untrue > 0 {
		t.Errorf("%s: %+v", x.what, told)
	}
	c.scene.wantNoneTwice(once)
	return told
}

// points are where to cut what passed in frames that ended there.
func points(ends []int64, stride int64) []int64 {
	if scorecard.Long() {
		stride = 1
	}
	var at []int64
	for n := int64(0); n < ends[len(ends)-1]; n += stride {
		at = append(at, n)
	}
	for i, end := range ends {
		at = append(at, end-1, end+1, end+4, end+5) // behind the last byte but one; in and behind the next frame's length
		if i < len(ends)-1 {
			at = append(at, end)
		}
	}
	slices.Sort(at)
	return slices.DeleteFunc(slices.Compact(at), func(n int64) bool { return n >= ends[len(ends)-1] })
}

// once carries a command out on a fresh name, with so many bytes let through (negative: all), and gives where frames ended.
func (c cutting) once(x transform, told *outcomes, up, down int64) (upEnds, downEnds []int64) {
	t := c.scene.t
	t.Helper()
	name, id := c.scene.next(x)
	client := connect(t, c.scene.w, func(s *epp.Settings) { s.Address, s.TLS = c.cut.address(), c.client })
	defer func() { _ = client.Close() }()
	c.cut.allow(-1, -1)
	if _, err := client.Check(t.Context(), name); err != nil { // connected and logged in
		t.Fatal(err)
	}
	wasUp, wasDown := c.cut.up.passed.Load(), c.cut.down.passed.Load()
	c.cut.allow(up, down)
	err := x.send(client, id, name)
	c.cut.allow(0, 0)
	there := c.scene.effects(id) > 0
	_, refused := registry.AsRefusal(err)
	told.cuts++
	switch {
	case err == nil && there:
		told.done++
	case refused, err == nil:
		told.untrue++
		t.Errorf("%s cut after %d bytes up and %d down: told %v, and it was done: %t", x.what, up, down, err, there)
	case errors.Is(err, registry.ErrUnknown) && there:
		told.there++
	case errors.Is(err, registry.ErrUnknown):
		told.absent++
	case errors.Is(err, registry.ErrUnreachable) && !there:
		told.unsent++
	default:
		told.untrue++
		t.Errorf("%s cut after %d bytes up and %d down: told %v, and it was done: %t", x.what, up, down, err, there)
	}
	return c.cut.up.endsAfter(wasUp), c.cut.down.endsAfter(wasDown)
}

// cutScene is the registry behind a cutter, as it is without one.
type cutScene struct {
	t      *testing.T
	w      *sandboxtest.Wire
	serial int
	read   int64          // the last effect that was counted
	counts map[string]int // effects by transaction id
}

// next brings a fresh name to where a command can be carried out on it.
func (s *cutScene) next(x transform) (reseller.Name, string) {
	s.t.Helper()
	s.serial++
	name := reseller.NameOf(fmt.Sprintf("cut%d.%s", s.serial, x.tld), x.tld)
	if x.prepare != nil {
		if err := x.prepare(s.w, name); err != nil {
			s.t.Fatalf("%s: %v", x.what, err)
		}
	}
	return name, reseller.ClTRID("cut", s.serial)
}

// effects counts what the registry carried out of one command, by its own log.
func (s *cutScene) effects(id string) int {
	s.t.Helper()
	list, err := s.w.Effects(context.Background(), s.read, 1<<20)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.counts == nil {
		s.counts = map[string]int{}
	}
	for _, e := range list {
		s.counts[e.ClTRID]++
		s.read = e.Seq
	}
	return s.counts[id]
}

// wantNoneTwice wants no command to have had more effects than it has once.
func (s *cutScene) wantNoneTwice(once int) {
	s.t.Helper()
	s.effects("") // the last ones
	for id, n := range s.counts {
		if n > once && id != "" && id != prepared {
			s.t.Errorf("%s had %d effects", id, n)
		}
	}
}
