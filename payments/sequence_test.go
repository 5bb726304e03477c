package payments_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// What goes back of payments, comes back and goes again, one step after another. "follow" carries out each command that is shown, twice, and wants nothing to be left; "dismiss" leaves what
// is shown; "told" wants something to be shown, without a command.
var sequences = []struct {
	name string
	paid int64
	does string
	has  int64 // in the end on the account
}{
	{"a refund fails and is made again", 2000, "refund 2000, follow, fail 2000, follow, refund 2000, follow", 0},
	{"it fails and is made again, twice", 2000, "refund 500, follow, fail 500, follow, refund 500, follow, fail 500, follow, refund 500, follow", 1500},
	{"another amount is refunded after one that failed", 2000, "refund 500, follow, fail 500, follow, refund 700, follow", 1300},
	{"one of two fails and is made again", 2000, "refund 300, follow, refund 200, follow, fail 300, follow, refund 300, follow", 1500},
	{"two fail one after the other", 1200, "refund 300, follow, fail 300, follow, refund 300, refund 300, follow, fail 300, follow", 900},
	{"one fails before it was taken", 2000, "refund 500, fail 500, nothing, refund 500, follow", 1500},
	{"one fails weeks after it was taken, without a message", 2000, "refund 500, follow, fail-late 500, follow, refund 500, follow", 1500},
	{"one of two fails weeks after they were taken", 2000, "refund 500, follow, refund 300, follow, fail-late 500, follow", 1700},
	{"a dispute is won", 2000, "dispute needs_response, dispute won, nothing", 2000},
	{"a dispute is taken, and won", 2000, "dispute needs_response, follow, dispute won, follow", 2000},
	{"a dispute is taken, won and lost in the end", 2000, "dispute needs_response, follow, dispute won, follow, dispute lost, follow", 0},
	{"a dispute is lost", 2000, "dispute needs_response, dispute lost, follow", 0},
	{"a dispute is lost after a refund", 2000, "refund 500, follow, dispute lost, follow", 0},
	{"a refund and a dispute at once", 2000, "refund 500, dispute lost, follow", 0},
	{"two parts are disputed and lost", 2000, "part-disputed 500 needs_response, part-disputed 700 needs_response, decide 1 lost, decide 2 lost, follow", 800},
	{"three parts are disputed and lost", 2000, "part-disputed 100 lost, part-disputed 200 lost, part-disputed 300 lost, follow", 1400},
	{"the first of two is lost, the second won", 2000, "part-disputed 500 needs_response, part-disputed 700 needs_response, decide 1 lost, decide 2 won, follow", 1500},
	{"the first of two is won, the second lost", 2000, "part-disputed 500 needs_response, part-disputed 700 needs_response, decide 1 won, decide 2 lost, follow", 1300},
	{"both are taken, and the first is won", 2000, "part-disputed 500 needs_response, part-disputed 700 needs_response, follow, decide 1 won, follow, decide 2 lost, nothing", 1300},
	{"both are taken, and both are won", 2000, "part-disputed 500 needs_response, part-disputed 700 lost, follow, decide 1 won, follow, decide 2 won, follow", 2000},
	{"all of it is disputed again after a dispute that was won", 2000, "part-disputed 2000 needs_response, follow, decide 1 won, follow, part-disputed 2000 needs_response, decide 2 lost, follow", 0},
	{"one part is left, and the other one taken", 2000, "part-disputed 500 lost, dismiss, nothing, part-disputed 700 lost, follow, decide 1 won, nothing", 1300},
	{"one part is left and won later, another as large is lost", 2000, "part-disputed 500 lost, dismiss, decide 1 won, part-disputed 500 lost, follow", 1500},
	{"a second one is left, and the first taken", 2000, "part-disputed 500 lost, follow, part-disputed 500 lost, dismiss, decide 1 won, follow, decide 2 won, nothing", 2000},
	{"one is lost and another one not decided", 2000, "part-disputed 500 needs_response, part-disputed 700 lost, shown 700, dismiss, shown 500, decide 1 won, nothing", 2000},
	{"two disputes and a refund", 2000, "part-disputed 500 lost, follow, refund 300, follow, part-disputed 700 lost, follow, fail 300, follow", 800},
	{"two disputes of more than was left", 2000, "refund 1000, follow, part-disputed 800 lost, part-disputed 800 lost, follow", 0},
	{"another amount came, and two parts of it are disputed", 1999, "strand, part-disputed 500 lost, part-disputed 700 needs_response, follow, decide 2 won, follow", 1499},
	{"another amount came, and both parts are asked about", 1999, "strand, part-disputed 1000 needs_response, part-disputed 999 needs_response, told, decide 2 won, follow, decide 1 won, follow", 1999},
	{"a dispute of what was refunded", 2000, "refund 2000, follow, dispute lost, nothing", 0},
	{"a lost dispute is left", 2000, "dispute lost, dismiss, nothing", 2000},
	{"a dispute is taken in two parts", 2000, "dispute lost, part -disputed, follow", 0},
	{"a refund is taken in two parts", 2000, "refund 1000, part -refunded-1000, follow", 1000},
	{"a courtesy", 2000, "refund 500, dismiss, nothing, refund 700, follow", 1300},
	{"a courtesy fails, and something else is refunded", 2000, "refund 500, dismiss, fail 500, nothing, refund 500, follow", 1500},
	{"a courtesy fails, and another is given", 2000, "refund 500, dismiss, fail 500, nothing, refund 500, dismiss, nothing", 2000},
	{"a courtesy fails in part", 2000, "refund 200, refund 300, dismiss, fail 300, nothing, refund 300, follow", 1700},
	{"a courtesy, and a refund that fails", 2000, "refund 500, dismiss, refund 300, follow, fail 300, follow", 2000},
	{"a correction is left, and a refund follows", 2000, "refund 500, follow, fail 500, dismiss, nothing, refund 300, follow", 1200},
	{"another amount came, and the bank has taken it back", 1999, "strand, dispute lost, nothing", 0},
	{"another amount came, and the bank asks", 1999, "strand, dispute needs_response, told, dispute won, follow", 1999},
	{"another amount came, and a part is refunded", 1999, "strand, refund 499, follow, refund 1500, follow", 0},
	{"another amount came, was credited, and is disputed", 1999, "strand, follow, dispute needs_response, follow, dispute won, follow", 1999},
	{"another amount came, and is credited elsewhere", 1999, "strand, dismiss, nothing, refund 1999, nothing", 0},
	{"less was entered by hand, and a refund fails", 1200, "enter shop 8.00, follow, refund 1200, follow, fail 1200, follow", 1200},
	{"more was entered by hand, and all is refunded", 1200, "enter shop 15.00, refund 1200, follow", 0},
	{"entered for another account, put right, refunded", 1200, "enter wrong 12.00, right 12.00, nothing, refund 500, follow, fail 500, follow, refund 1200, follow", 0},
	{"entered for another account after a part was refunded", 1200, "enter wrong 12.00 200, right 10.00, nothing, dispute lost, follow", 0},
}

// Whatever happens at the provider: once each command that was shown is carried out, or what was shown is left, nothing is left to do, and the account has what it should have.
func TestLedgerFollowsTheProvider(t *testing.T) {
	onBoth(t, func(e *env) {
		e.AddAccount(reseller.Account{Email: "wrong@example.com", Name: "Wrong", Currency: "EUR", Language: "en"}, 0)
		for n, c := range sequences {
			e.Clock.Move(24 * time.Hour)
			e.Clock.Outwait(24 * time.Hour)
			before, begun := e.available(), e.Clock.Now()
			q := sequence{env: e, name: c.name, form: fmt.Sprint("sequence ", n), paid: c.paid}
			for _, step := range strings.Split(c.does, ", ") {
				q.do(strings.Fields(step))
			}
			e.needs(0)
			if told := e.refundsTold(begun); !slices.Equal(told, q.refunded) {
				e.Errorf("%s: the account is told of refunds of %d in all, want %d", c.name, told, q.refunded)
			}
			if got := e.available() - before; got != c.has {
				e.Errorf("%s: the account has %d of it, want %d", c.name, got, c.has)
			}
		}
		wrong, err := operator.Credit{Store: e.Store}.Of(e.Context(), "wrong@example.com")
		if e.Must(err); wrong.Available != 0 {
			e.Errorf("who had no part in it has %d", wrong.Available)
		}
	})
}

// sequence is a payment to which things happen; ref is empty until it was paid.
type sequence struct {
	*env
	name, form string
	paid       int64
	ref        string
	refunded   []int64 // in all, after each refund and each that has failed
}

// refundsTold are the amounts of which the account was told since a time that they were refunded in all, the first first.
func (e *env) refundsTold(since time.Time) (all []int64) {
	e.Helper()
	told, err := e.Store.EventsOfKind(e.Context(), e.Account.ID, reseller.EventPaymentRefunded, since, reseller.Page{Limit: 20})
	e.Must(err)
	for _, event := range slices.Backward(told) {
		all = append(all, event.Detail.Total)
	}
	return all
}

// returns notes what is refunded in all by now.
func (q *sequence) returns(minor int64) {
	if n := len(q.refunded); n > 0 {
		minor += q.refunded[n-1]
	}
	q.refunded = append(q.refunded, minor)
}

func (q *sequence) do(words []string) {
	q.Helper()
	if words[0] == "strand" {
		q.ref = q.stripe.Pay(q.begins(q.form, q.paid+1, false).Session, stripetest.Good, q.paid)
		return
	}
	if q.ref == "" {
		q.ref = q.stripe.Pay(q.begins(q.form, q.paid, false).Session, stripetest.Good, 0)
	}
	switch words[0] {
	case "refund", "fail":
		minor, err := strconv.ParseInt(words[1], 10, 64)
		q.Must(err)
		if words[0] == "fail" {
			q.stripe.FailRefund(q.ref, minor)
			q.returns(-minor)
		} else {
			q.stripe.Refund(q.ref, minor)
			q.returns(minor)
		}
		q.hears(q.App)
	case "fail-late": // and no message of it arrives
		minor, err := strconv.ParseInt(words[1], 10, 64)
		q.Must(err)
		for _, day := range []int{5, 29} {
			q.waits(day)
			q.run(jobs.ComparePayments)
		}
		q.stripe.FailRefund(q.ref, minor)
		q.returns(-minor)
		q.stripe.Events()
		q.waits(1)
		q.run(jobs.ComparePayments)
	case "dispute":
		q.stripe.Dispute(q.ref, words[1])
		q.hears(q.App)
		q.run(jobs.ComparePayments)
	case "part-disputed", "decide":
		n, err := strconv.ParseInt(words[1], 10, 64)
		q.Must(err)
		if words[0] == "decide" {
			q.stripe.Decide(q.ref, int(n), words[2])
			q.stripe.Events() // the comparison finds it
			q.run(jobs.ComparePayments)
		} else {
			q.stripe.DisputePart(q.ref, n, words[2])
			q.hears(q.App)
		}
	case "shown":
		if shown := q.needy(); fmt.Sprint(shown.Needs.Disputed) != words[1] || shown.Needs.Ref == "" {
			q.Errorf("%s: shown is %+v, %q", q.name, shown.Needs, shown.Todo)
		}
	case "enter":
		q.moves("add " + words[1] + "@example.com " + words[2] + " --ref " + q.ref)
		if len(words) > 3 {
			q.do([]string{"refund", words[3]})
		}
		q.hears(q.App)
	case "right":
		q.moves("take wrong@example.com 12.00 --ref wrong-" + q.ref)
		q.moves("add shop@example.com " + words[1] + " --ref right-" + q.ref)
		q.dismisses(q.needy())
	case "part":
		q.moves("take shop@example.com 5.00 --ref " + q.ref + words[1])
	case "dismiss":
		q.hears(q.App)
		q.dismisses(q.needy())
	case "nothing":
		q.needs(0)
	case "told":
		if shown := q.needy(); shown.Todo == "" || shown.Command != "" {
			q.Errorf("%s: told %q, %q", q.name, shown.Todo, shown.Command)
		}
	case "follow":
		q.follow()
	}
}

// waits lets days pass, of both times.
func (q *sequence) waits(days int) {
	q.Clock.Move(time.Duration(days) * 24 * time.Hour)
}

// follow carries out what is shown, until nothing is; each command twice, as by somebody who has not seen the first answer.
func (q *sequence) follow() {
	q.Helper()
	q.hears(q.App)
	for range 3 {
		shown := q.needy()
		command, is := strings.CutPrefix(shown.Command, "nameyard credit ")
		if !is {
			q.Fatalf("%s: %q, %q", q.name, shown.Todo, shown.Command)
		}
		q.moves(command)
		after := q.available()
		q.moves(command)
		if now := q.available(); now != after {
			q.Errorf("%s: a second time %q moves %d", q.name, command, now-after)
		}
		if n, err := q.Store.PaymentsNeedingYou(q.Context()); err != nil || n == 0 {
			q.Must(err)
			return
		}
	}
	q.Fatalf("%s: what is shown does not end it: %+v", q.name, q.needy())
}
