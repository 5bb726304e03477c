package payments_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/payments"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// What needs a person is told with the amount that is left to move, until it is moved: of a stranded payment, too, that was credited by hand.
func TestWhatIsLeftToMove(t *testing.T) {
	onBoth(t, func(e *env) {
		stranded := func(form string) string {
			e.Helper()
			ref := e.stripe.Pay(e.begins(form, 2000, false).Session, stripetest.Good, 1999)
			e.hears(e.App)
			return ref
		}
		ref := stranded("partly refunded before it is credited")
		e.does("credit add shop@example.com 19.99 --ref " + ref)
		e.stripe.Refund(ref, 499)
		e.hears(e.App)
		e.follows("add shop@example.com 15.00 --ref " + ref)
		e.stripe.Refund(ref, 100)
		e.hears(e.App)
		e.follows("take shop@example.com 1.00 --ref " + ref + "-refunded-599")
		e.stripe.Refund(ref, 1400)
		e.hears(e.App)
		e.follows("take shop@example.com 14.00 --ref " + ref + "-refunded-1999")

		ref = stranded("disputed after it was credited")
		e.follows("add shop@example.com 19.99 --ref " + ref)
		e.stripe.Dispute(ref, "needs_response")
		e.hears(e.App)
		e.follows("take shop@example.com 19.99 --ref " + ref + "-disputed")

		// Begun under the name that the installation had before it was restored from a backup without one.
		page, err := provider(e, e.stripe).Begin(e.Context(), payments.Ask{
			Key: "former", Amount: reseller.Money{Minor: 700, Currency: "EUR"}, Title: "Credit", Until: e.Clock.Wall().Add(time.Hour), Back: "https://panel.example/",
			Tag: payments.Tag{Installation: "former", Account: e.Account.ID, AccountNew: e.Account.CreatedAt, Key: "former", Kind: reseller.PaymentOnce},
		})
		e.Must(err)
		ref = e.stripe.Pay(page.ID, stripetest.Good, 0)
		e.settles(time.Hour)
		e.hears(e.App)
		e.follows("add shop@example.com 7.00 --ref " + ref)
		e.stripe.Refund(ref, 700)
		e.hears(e.App)
		e.follows("take shop@example.com 7.00 --ref " + ref + "-refunded-700")

		// A refund that was taken, and fails at the card's bank later, is given back.
		e.stripe.FailRefund(ref, 700)
		e.hears(e.App)
		e.follows("add shop@example.com 7.00 --ref " + ref + "-corrected")
		e.moves("take shop@example.com 7.00 --ref the-failed") // so that the sums of this story stay
		e.refTaken()
		e.courtesy()
		e.disputeThatTakesMonths()

		b, err := e.Store.Balance(e.Context(), e.Account.ID)
		if e.Must(err); b.Available != 1000 {
			e.Errorf("%d available", b.Available)
		}
	})
}

// refTaken has references of payments posted by hand before the payments are seen: another amount, or on another account.
func (e *env) refTaken() {
	e.Helper()
	e.Clock.Move(24 * time.Hour)
	for _, c := range []struct {
		posted   string
		corrects string
		refund   int64
		undoes   string
	}{
		{"8.00", "add shop@example.com 4.00 --ref %s-corrected", 1200, "take shop@example.com 12.00 --ref %s-refunded-1200"},
		{"15.00", "take shop@example.com 3.00 --ref %s-corrected", 1200, "take shop@example.com 12.00 --ref %s-refunded-1200"},
	} {
		ref := e.stripe.Pay(e.begins("posted "+c.posted, 1200, false).Session, stripetest.Good, 0)
		e.moves("add shop@example.com " + c.posted + " --ref " + ref)
		e.hears(e.App)
		e.follows(fmt.Sprintf(c.corrects, ref))
		e.stripe.Refund(ref, c.refund)
		e.hears(e.App)
		e.follows(fmt.Sprintf(c.undoes, ref))
	}
	e.AddAccount(reseller.Account{Email: "wrong@example.com", Name: "Wrong", Currency: "EUR", Language: "en"}, 0)
	ref := e.stripe.Pay(e.begins("for another", 1200, false).Session, stripetest.Good, 0)
	e.moves("add wrong@example.com 12.00 --ref " + ref)
	e.hears(e.App)
	listed := e.needy()
	if !strings.Contains(listed.Todo, "wrong@example.com") || listed.Command != fmt.Sprintf("nameyard payment dismiss %d 12.00 --reason=TEXT", listed.ID) {
		e.Errorf("told %q, %q", listed.Todo, listed.Command)
	}
	e.moves("take wrong@example.com 12.00 --ref wrong-back")
	e.moves("add shop@example.com 12.00 --ref right-now")
	e.dismisses(listed)
	e.needs(0)
	e.stripe.Refund(ref, 1200) // it is taken from who has it by now
	e.hears(e.App)
	e.follows("take shop@example.com 12.00 --ref " + ref + "-refunded-1200")
}

// courtesy has refunds that are meant to leave the credit: dismissed, they need nobody; what is refunded beyond them does.
func (e *env) courtesy() {
	e.Helper()
	e.Clock.Move(24 * time.Hour)
	ref := e.stripe.Pay(e.begins("courtesy", 2000, false).Session, stripetest.Good, 0)
	e.stripe.Refund(ref, 300)
	e.hears(e.App)
	shown := e.needy()
	e.stripe.Refund(ref, 200)
	e.hears(e.App)
	use := operator.Payments{Store: e.Store}
	if _, err := use.Dismiss(e.Context(), operator.Dismissal{ID: shown.ID, Reason: "a courtesy", Seen: shown.Needs.String()}); reseller.AsError(err) == nil || reseller.AsError(err).Kind != reseller.KindConflict {
		e.Errorf("what was refunded since it was shown is dismissed, too: %v", err)
	}
	if _, err := use.Dismiss(e.Context(), operator.Dismissal{ID: shown.ID, Reason: " "}); reseller.AsError(err) == nil || reseller.AsError(err).Kind != reseller.KindInvalid {
		e.Errorf("dismissed without a reason: %v", err)
	}
	if _, err := use.Dismiss(e.Context(), operator.Dismissal{ID: shown.ID, Reason: "a courtesy", Amount: "3.00"}); err == nil || !strings.Contains(err.Error(), `is 5.00 EUR, not "3.00"`) {
		e.Errorf("another amount than is left is dismissed: %v", err)
	}
	e.dismisses(e.needy())
	e.needs(0)
	if _, err := use.Dismiss(e.Context(), operator.Dismissal{ID: shown.ID, Reason: "again"}); reseller.AsError(err) == nil || reseller.AsError(err).Kind != reseller.KindConflict {
		e.Errorf("nothing is left, and is dismissed: %v", err)
	}
	if err := e.Store.DismissPayment(e.Context(), shown.ID, shown.Needs, "late", reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
		e.Errorf("by who saw it before: %v", err)
	}
	if now, err := use.Find(e.Context(), shown.ID); err != nil || len(now.Left) != 1 || now.Left[0] != "meant so" {
		e.Errorf("why it was dismissed: %+v, %v", now.Left, err)
	}
	e.stripe.Refund(ref, 1500)
	e.hears(e.App)
	e.follows("take shop@example.com 15.00 --ref " + ref + "-refunded-2000")
	e.moves("take shop@example.com 5.00 --ref the-courtesy") // so that the sums of this story stay
	// Of one that is stranded, what is not credited may be dismissed, too.
	ref = e.stripe.Pay(e.begins("given elsewhere", 2000, false).Session, stripetest.Good, 1999)
	e.hears(e.App)
	e.does("credit add shop@example.com 19.99 --ref " + ref)
	e.dismisses(e.needy())
	e.needs(0)
}

// disputeThatTakesMonths has disputes that end long after they began, of which no message arrives: those that are won need nobody, those that are lost may be dismissed.
func (e *env) disputeThatTakesMonths() {
	e.Helper()
	e.Clock.Move(24 * time.Hour)
	e.stripe.Events()
	for _, end := range []string{"won", "lost"} {
		ref := e.stripe.Pay(e.begins("disputed, "+end, 1000, false).Session, stripetest.Good, 0)
		e.stripe.Dispute(ref, "needs_response")
		e.hears(e.App)
		e.does("credit take shop@example.com 10.00 --ref " + ref + "-disputed")
		if _, err := (operator.Payments{Store: e.Store}).Dismiss(e.Context(), operator.Dismissal{ID: e.needy().ID, Reason: "early"}); reseller.AsError(err) == nil || reseller.AsError(err).Kind != reseller.KindConflict {
			e.Errorf("a dispute that is not decided is dismissed: %v", err)
		}
		e.Clock.Move(60 * 24 * time.Hour)
		e.Clock.Outwait(60 * 24 * time.Hour)
		e.run(jobs.ComparePayments)
		e.stripe.Dispute(ref, end)
		e.stripe.Fail("GET /v1/payment_intents/"+ref, stripetest.Limited)
		if err := e.Jobs.Run(e.Context(), jobs.ComparePayments); err == nil {
			e.Error("nothing is said of a dispute that cannot be asked about")
		}
		e.run(jobs.ComparePayments)
		if end == "lost" {
			if listed := e.needy(); !strings.Contains(listed.Todo, "is lost") {
				e.Errorf("told %q", listed.Todo)
			}
			e.dismisses(e.needy())
		}
		e.needs(0)
		e.moves("take shop@example.com 10.00 --ref " + end)
		asked := e.stripe.Asked("GET /v1/payment_intents/" + ref)
		e.run(jobs.ComparePayments)
		if n := e.stripe.Asked("GET /v1/payment_intents/" + ref); n != asked {
			e.Errorf("a dispute that has ended is asked about %d times", n-asked)
		}
	}
}

// follows does what is told of the one payment that needs a person, and wants none to need one afterwards.
func (e *env) follows(want string) {
	e.Helper()
	e.does("credit " + want)
	e.moves(want)
	e.needs(0)
}

// moves moves credit as a command does.
func (e *env) moves(command string) {
	e.Helper()
	words := strings.Fields(command)
	_, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: words[1], Amount: words[2], Take: words[0] == "take", Ref: words[4]})
	e.Must(err)
}

// dismisses dismisses what a payment needs, as it is shown.
func (e *env) dismisses(p operator.PaymentOf) {
	e.Helper()
	_, err := operator.Payments{Store: e.Store}.Dismiss(e.Context(), operator.Dismissal{ID: p.ID, Reason: "meant so", Seen: p.Needs.String()})
	e.Must(err)
}

// does wants one payment to need a person, who is told a command.
func (e *env) does(command string) {
	e.Helper()
	if listed := e.needy(); !strings.HasPrefix(listed.Command+" ", "nameyard "+command+" ") {
		e.Fatalf("what needs a person is %+v, want %q", listed, command)
	}
}

// needy is the one payment that needs a person.
func (e *env) needy() operator.PaymentOf {
	e.Helper()
	list, err := operator.Payments{Store: e.Store}.List(e.Context(), operator.PaymentChoice{NeedsYou: true, Page: reseller.Page{Limit: 10}})
	e.Must(err)
	e.needs(1)
	if len(list) != 1 {
		e.Fatalf("what needs a person is %+v", list)
	}
	return list[0]
}
