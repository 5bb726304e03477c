package staff

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// accountsData is what the list of accounts shows.
type accountsData struct {
	listing
	Sorts []reseller.AccountSort
	Sort  reseller.AccountSort
	Rows  []reseller.AccountSummary
}

// accounts lists the resellers.
func (p Pages) accounts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, _ := listed(v, "q", "sort")
	d := accountsData{listing: l, Sorts: reseller.AccountSorts, Sort: reseller.AccountSort(l.Has("sort"))}
	if !slices.Contains(reseller.AccountSorts, d.Sort) {
		d.Sort = reseller.AccountsByEmail
	}
	from, _ := strconv.Atoi(v.Query.Get("from"))
	from = max(from, 0)
	rows, err := p.Accounts.Search(ctx, reseller.AccountSearch{Text: l.Has("q"), Sort: d.Sort, Offset: from, Limit: pageRows + 1})
	if err != nil {
		return visit.Answer{}, err
	}
	if d.Rows, d.Later = rows, from > 0; len(rows) > pageRows {
		d.Rows, d.Next = rows[:pageRows], l.at("from", int64(from+pageRows))
	}
	return visit.Show("staff/accounts", v.Say("staff.accounts"), d).Part("list"), nil
}

// view begins a look at the pages of an account, as its reseller sees them.
func (p Pages) view(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	account, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.View(ctx, v.Request, session.Signed{Session: v.Session, User: v.User}, account.ID, v.Actor())
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: "/panel/", Cookies: []*http.Cookie{cookie}}, nil
}
