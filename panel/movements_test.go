package panel_test

import (
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
)

// movementsAreFound fails the test unless a search among movements finds what there is of a kind or a name, and adds it up.
func (w *world) movementsAreFound(all []reseller.LedgerLine) {
	w.Helper()
	for _, r := range []actions.Ledger{{}, {Kind: reseller.EntrySettle}, {Kind: reseller.EntryDeposit}, {Name: "ours.com"}, {Name: "our*", Kind: reseller.EntryHold}, {Name: "nothing.com"}} {
		var want reseller.Moves
		for _, l := range all {
			_, name, _ := l.About()
			named := r.Name == "" || r.Name == name || r.Name == "our*" && strings.HasPrefix(name, "our")
			if named && (r.Kind == "" || r.Kind == l.Kind) {
				want.Count, want.Available, want.Held = want.Count+1, want.Available+l.Available, want.Held+l.Held
			}
		}
		found, err := w.Actions.Ledger(w.Context(), w.call(w.Account), r)
		w.Must(err)
		sum, err := w.Actions.SumLedger(w.Context(), w.call(w.Account), r)
		w.Must(err)
		if sum != want || int64(len(found.Rows)) != want.Count {
			w.Errorf("%+v finds %d movements, %+v, want %+v", r, len(found.Rows), sum, want)
		}
		for _, l := range found.Rows {
			if !r.Whole() && (l.AvailableAfter != 0 || l.HeldAfter != 0) {
				w.Errorf("%+v says what was there after movement %d: %+v", r, l.ID, l)
			}
		}
	}
}

// moneyAsFiles fails the test unless movements and invoices are files of what is searched for, and nothing in them is a formula.
func (w *world) moneyAsFiles(p *person) {
	w.Helper()
	w.Must(w.Store.MoveCredit(w.Context(), w.Account, 5_00, "=1+1", "@SUM(A1)"))
	const columns = "id,at,kind,order_id,domain_name,reference,note,available,held,available_after,held_after,currency\n"
	a := p.get("/panel/credit/export/?kind=hold&q=short.nu")
	if lines := strings.Split(a.body, "\n"); !strings.HasPrefix(a.body, columns) || len(lines) != 3 || !strings.Contains(lines[1], ",hold,") || !strings.Contains(lines[1], ",-10.00,10.00,,,USD") {
		w.Errorf("%s", a.body)
	}
	a = p.get("/panel/credit/export/?since=2026-03-10&until=2026-03-10")
	if lines := strings.Split(a.body, "\n"); !strings.Contains(lines[1], ",deposit,,,'=1+1,'@SUM(A1),5.00,0.00,") || strings.Count(a.body, ",settle,") != 3 {
		w.Errorf("%s", a.body)
	}
	if a := p.get("/panel/credit/export/?kind=deposit&as=json"); !strings.Contains(a.body, `"reference":"=1+1"`) || !strings.Contains(a.body, `"available":5.00,"held":0.00,"available_after":null`) {
		w.Errorf("%s", a.body)
	}
	a = p.get("/panel/invoices/export/?q=short.nu")
	if lines := strings.Split(a.body, "\n"); len(lines) != 3 || !strings.Contains(lines[1], ",10.00,0.00,10.00,USD,short.nu,register,1,") {
		w.Errorf("%s", a.body)
	}
	if a := p.get("/panel/invoices/export/?q=nothing.nu&as=json"); a.body != "[]\n" {
		w.Errorf("%s", a.body)
	}
	for _, wrong := range []string{"credit/export/?kind=bribe", "credit/export/?since=soon", "invoices/export/?until=soon", "invoices/export/?status=lost"} {
		if a := p.get("/panel/" + wrong); a.status == http.StatusOK {
			w.Errorf("%s is a file: %s", wrong, a.body)
		}
	}
	if a := p.get("/panel/credit/?kind=bribe"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "är inget slag av kontohändelser") {
		w.Errorf("a kind that there is none of: %d", a.status)
	}
}
