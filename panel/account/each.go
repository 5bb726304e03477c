package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Acts is where acts on many names are kept, so that what they did is found again.
type Acts interface {
	OpenBulkAct(ctx context.Context, act reseller.BulkAct, by reseller.Actor) (opened reseller.BulkAct, mine bool, err error)
	NoteBulkAct(ctx context.Context, act reseller.BulkAct, ended bool) error
	BulkAct(ctx context.Context, account, id int64) (reseller.BulkAct, error)
	BulkActBegun(ctx context.Context, account int64, form string) (bool, error)
	BulkActs(ctx context.Context, account, before int64, limit int) ([]reseller.BulkAct, error)
	OrderStates(ctx context.Context, account int64, ids []int64) (map[int64]reseller.OrderState, error)
}

// bulkLasts is how long one bulk act may take at most, wall time: much longer than any takes.
const bulkLasts = 10 * time.Minute

// notedEvery is after how many names what became of them is kept.
const notedEvery = 25

// oneOfMany does something to one name of a form; more is what the form has of it after its number.
type oneOfMany func(ctx context.Context, call actions.Call, name reseller.Name, more string) (reseller.Order, error)

// each does something to each chosen name: to all of them, also when the browser goes away meanwhile, because all were
// confirmed. No order is waited for, and each has a key made of the form's and the name's number. The act is on record before; its page
// tells the rest. A form that is sent again leads there, and does nothing.
func (p Pages) each(ctx context.Context, v *visit.Visit, act string, chosen []string, do oneOfMany) (visit.Answer, error) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), bulkLasts)
	defer done()
	if chosen = chosen[:min(len(chosen), bulkMost)]; len(chosen) == 0 {
		return visit.Go("/panel/domains/"), nil
	}
	opened, mine, err := p.Acts.OpenBulkAct(ctx, reseller.BulkAct{
		AccountID: v.Account.ID, Act: act, Form: confirmedBy(v, act), Names: len(chosen), LeaseEnd: p.Clock.Wall().Add(bulkLasts),
	}, v.Call().Caller.Actor())
	if err != nil {
		return visit.Answer{}, err
	}
	if !mine {
		return visit.Go(actPage(opened.ID)), nil
	}
	var became outcomes
	for i, text := range chosen {
		id, more, _ := strings.Cut(text, ":")
		var o reseller.Order
		d, err := p.liveByID(ctx, v, id)
		if err == nil {
			call := v.CallOf(id)
			call.AnswerBy = v.Arrived // not waited for
			o, err = do(ctx, call, d.Name, more)
		}
		became.add(id, o, err)
		if opened.Result = became.query(); i%notedEvery == notedEvery-1 {
			_ = p.Acts.NoteBulkAct(ctx, opened, false) // what was confirmed is done all the same; its end is noted, too
		}
	}
	p.noteEnd(ctx, opened)
	return visit.Go(actPage(opened.ID)), nil
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

// actPage is where an act's progress is shown.
func actPage(id int64) string { return fmt.Sprintf("/panel/domains/progress/%d/", id) }

// confirmedBy is the hash of what a form confirms. One without a key may be meant anew each time.
func confirmedBy(v *visit.Visit, act string) string {
	once := ""
	if v.Form.Get(visit.KeyField) == "" {
		once = rand.Text()
	}
	sum := sha256.Sum256([]byte(act + "\n" + once + "\n" + v.Form.Encode()))
	return hex.EncodeToString(sum[:])
}

// begun reports whether a form has begun an act: what has changed since then does not make it another form.
func (p Pages) begun(ctx context.Context, v *visit.Visit, act string) (bool, error) {
	return p.Acts.BulkActBegun(ctx, v.Account.ID, confirmedBy(v, act))
}

// reasonOf is what the address of the progress has of an error: its kind, or its code where that says more. See why.
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
