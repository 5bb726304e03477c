package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/safely"
)

// Acts is where acts on many names are kept, so that what they did is found again.
type Acts interface {
	OpenBulkAct(ctx context.Context, act reseller.BulkAct, by reseller.Actor) (opened reseller.BulkAct, mine bool, err error)
	HoldBulkAct(ctx context.Context, act reseller.BulkAct, until time.Time) error
	NoteBulkAct(ctx context.Context, act reseller.BulkAct, ended bool) error
	BulkAct(ctx context.Context, account, id int64) (reseller.BulkAct, error)
	BulkActBegun(ctx context.Context, account int64, form string) (bool, error)
	BulkActs(ctx context.Context, account, before int64, limit int) ([]reseller.BulkAct, error)
	OrderByKey(ctx context.Context, account int64, key string, since time.Time) (reseller.Order, error)
	OrderStates(ctx context.Context, account int64, ids []int64) (map[int64]reseller.OrderState, error)
}

// bulkLasts is how long one bulk act may take at most, wall time: much longer than any takes.
const bulkLasts = 10 * time.Minute

// The times of an act's lease, wall time: how long one whose server gives no sign of life is taken for running, and how often it gives one.
const (
	holdActFor   = 15 * time.Second
	holdActAgain = 5 * time.Second
)

// oneOfMany does something to one name of a form; more is what the form has of it after its number.
type oneOfMany func(ctx context.Context, call actions.Call, name reseller.Name, more string) (reseller.Order, error)

// each does something to each chosen name: to all of them, also when the browser goes away meanwhile, because all were
// confirmed. No order is waited for, and each has a key made of the form's and the name's number. The act is on record before; its page
// tells the rest. A form that is sent again leads there, and does nothing; where the act was stopped, it is carried on behind what was noted.
func (p Pages) each(ctx context.Context, v *visit.Visit, act string, chosen []string, do oneOfMany) (visit.Answer, error) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), bulkLasts)
	defer done()
	form, confirmed := confirmedBy(v, act)
	if chosen = chosen[:min(len(chosen), bulkMost)]; len(chosen) == 0 {
		return visit.Go("/panel/domains/"), nil
	}
	opened, mine, err := p.Acts.OpenBulkAct(ctx, reseller.BulkAct{
		AccountID: v.Account.ID, Act: act, Form: form, Confirmed: confirmed, Names: len(chosen), Asked: askedOfAll(v, act), LeaseEnd: p.Clock.Wall().Add(holdActFor),
	}, v.Call().Caller.Actor())
	if err != nil {
		return visit.Answer{}, err
	}
	if !mine {
		return visit.Go(actPage(opened.ID)), nil
	}
	ctx, lost := context.WithCancelCause(ctx)
	held, ended := opened, make(chan struct{})
	safely.Go(p.Log, "act on many names", func() { p.holdAct(ctx, held, ended, lost) })
	opened.Result = p.doEach(ctx, v, opened, chosen, do)
	close(ended)
	if !errors.Is(context.Cause(ctx), reseller.ErrConflict) { // else another carries it on
		p.noteEnd(ctx, opened)
	}
	lost(nil)
	return visit.Go(actPage(opened.ID)), nil
}

// doEach does something to each chosen name that an act has not done yet, notes after each what became of it, and gives that of all.
func (p Pages) doEach(ctx context.Context, v *visit.Visit, act reseller.BulkAct, chosen []string, do oneOfMany) string {
	became := outcomesOf(act.Result)
	noted, again := became.count(), became.reopen()
	for i, text := range chosen {
		id, more, _ := strings.Cut(text, ":")
		if i < noted && !again[id] {
			continue
		}
		if errors.Is(context.Cause(ctx), reseller.ErrConflict) {
			break
		}
		o, err := p.doOne(ctx, v, act, id, more, do)
		became.add(id, o, err)
		act.Result = became.query()
		if i < len(chosen)-1 {
			_ = p.Acts.NoteBulkAct(ctx, act, false) // what was confirmed is done all the same; its end is noted, too
		}
	}
	return act.Result
}

// doOne does something to one name, unless its order is there already: what it has done is not measured by what somebody has changed since.
func (p Pages) doOne(ctx context.Context, v *visit.Visit, act reseller.BulkAct, id, more string, do oneOfMany) (reseller.Order, error) {
	call := v.CallOf(id)
	call.AnswerBy = v.Arrived // not waited for
	if call.Key != "" {
		o, err := p.Acts.OrderByKey(ctx, act.AccountID, call.Key, act.CreatedAt.Add(-time.Hour))
		if !errors.Is(err, reseller.ErrNotFound) {
			return o, err
		}
	}
	d, err := p.liveByID(ctx, v, id)
	if err != nil {
		return reseller.Order{}, err
	}
	return do(ctx, call, d.Name, more)
}

// holdAct gives signs of life while an act is carried out. Where another carries it on, because none was seen in time, the context ends with ErrConflict.
func (p Pages) holdAct(ctx context.Context, act reseller.BulkAct, ended <-chan struct{}, lost context.CancelCauseFunc) {
	tick := time.NewTicker(holdActAgain)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-ctx.Done(): // after a fault nobody says that it has ended
			return
		case <-tick.C:
		}
		until := p.Clock.Wall().Add(holdActFor)
		switch err := p.Acts.HoldBulkAct(ctx, act, until); {
		case err == nil:
			act.LeaseEnd = until
		case errors.Is(err, reseller.ErrConflict):
			lost(reseller.ErrConflict)
			return
		default:
			p.Log.WarnContext(ctx, "an act on many names could not be held", "act", act.ID, "err", err)
		}
	}
}

// noteLasts is how long the end of an act may take to be kept, wall time, also if the act itself has taken all the time that it had.
const noteLasts = 30 * time.Second

// noteEnd keeps the end of an act. All of it is done: that its end cannot be kept is no error of it, but one for the log. Its page tells then that
// it was stopped; its orders are found all the same, and its form, sent again, places none of them twice.
func (p Pages) noteEnd(ctx context.Context, act reseller.BulkAct) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), noteLasts)
	defer done()
	if err := p.Acts.NoteBulkAct(ctx, act, true); err != nil {
		p.Log.ErrorContext(ctx, "the end of an act on many names is not kept", "act", act.ID, "account", act.AccountID, "err", err)
	}
}

// askedOfAll is what all names of an act are to get, as it was typed.
func askedOfAll(v *visit.Visit, act string) string {
	if act != actServers.name {
		return ""
	}
	return strings.Join(listed(v.Form.Get("servers")), " ")
}

// actPage is where an act's progress is shown.
func actPage(id int64) string { return fmt.Sprintf("/panel/domains/progress/%d/", id) }

// confirmedBy is what a form confirms, by its hash and as a whole. One without a key may be meant anew each time: it is not kept.
func confirmedBy(v *visit.Visit, act string) (hash, confirmed string) {
	once, all := "", v.Form.Encode()
	if confirmed = all; v.Form.Get(visit.KeyField) == "" {
		once, confirmed = rand.Text(), ""
	}
	sum := sha256.Sum256([]byte(act + "\n" + once + "\n" + all))
	return hex.EncodeToString(sum[:]), confirmed
}

// begun reports whether a form has begun an act: what has changed since then does not make it another form.
func (p Pages) begun(ctx context.Context, v *visit.Visit, act string) (bool, error) {
	form, _ := confirmedBy(v, act)
	return p.Acts.BulkActBegun(ctx, v.Account.ID, form)
}

// reasonOf is what an act keeps of an error: its kind, or its code where that says more. See why.
func reasonOf(e *reseller.Error) string {
	if _, says := saysMore[e.Code]; says {
		return e.Code
	}
	return string(e.Kind)
}

// liveByID is the name of a number, if it is in the account.
func (p Pages) liveByID(ctx context.Context, v *visit.Visit, id string) (reseller.Domain, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return reseller.Domain{}, visit.NotFound()
	}
	return p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: n})
}
