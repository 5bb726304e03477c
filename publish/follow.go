package publish

import (
	"context"
	"strings"

	"nameyard/reseller"
	"nameyard/zone"
)

// copiesAtOnce bounds how many changed names are read for the copy before changes are looked for again.
const copiesAtOnce = 200

// Follow reads which zones have changed, so that what is kept of all others is known to hold, and brings those that have changed into the
// copy. Books that do not answer are left alone for a while. It is for one goroutine.
func (z *Zones) Follow(ctx context.Context) error {
	if z.resting() {
		return nil
	}
	asked := z.Clock.Wall()
	err := z.asking(ctx, func(ctx context.Context) error {
		return z.changes.Each(ctx, func(c zone.Change) error {
			z.Tell(c)
			z.owed[z.NameOf(c.Name)] = true
			return nil
		})
	})
	if ctx.Err() == nil {
		z.answered(err == nil)
	}
	if err != nil {
		return err
	}
	z.mu.Lock()
	z.followed = asked
	z.mu.Unlock()
	copies := 0
	for name := range z.owed {
		if copies++; copies > copiesAtOnce {
			break
		}
		err := z.asking(ctx, func(ctx context.Context) error {
			defer z.copyPart()()
			return z.copyName(ctx, name)
		})
		if err != nil {
			return err
		}
		delete(z.owed, name)
	}
	return nil
}

// asking asks the books something that may take no longer than a question.
func (z *Zones) asking(ctx context.Context, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return ask(ctx)
}

// Tell notes the serial that a name has in the books: what is kept of it with an older one, or comes to be kept, answers no more, but while
// the books do not answer, or not in time.
func (z *Zones) Tell(c zone.Change) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.entryOf(c.Name).tell(c.Serial)
	if z.meanwhile != nil {
		z.meanwhile[c.Name] = newest(z.meanwhile[c.Name], c.Serial)
	}
}

// NameOf gives the name that a text is which the books have.
func (z *Zones) NameOf(full string) reseller.Name {
	for _, rest, more := strings.Cut(full, "."); more; _, rest, more = strings.Cut(rest, ".") {
		if _, sold := z.Rules[rest]; sold {
			return reseller.NameOf(full, rest)
		}
	}
	return reseller.NameOf(full, full[strings.LastIndexByte(full, '.')+1:])
}
