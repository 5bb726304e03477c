package account

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// exported is a name as exports have it.
type exported struct {
	Name        string   `json:"name"`
	Status      string   `json:"status"`
	Registered  string   `json:"registered"`
	Expires     string   `json:"expires"`
	AutoRenew   bool     `json:"auto_renew"`
	Locked      bool     `json:"locked"`
	Nameservers []string `json:"nameservers"`
}

// tickedNames is the search for names that were ticked in the list. Where none of them is in the account any more it is an error: a search for
// nothing finds everything.
func (p Pages) tickedNames(ctx context.Context, v *visit.Visit) (r actions.ListDomains, err error) {
	ids, _ := idsOf(namesIn(v.Query["id"]))
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	if err != nil {
		return r, err
	}
	for _, id := range ids {
		if d, is := live[id]; is {
			r.Names = append(r.Names, d.Name.String())
		}
	}
	if len(r.Names) == 0 {
		return r, visit.NotFound()
	}
	return r, nil
}

// exportDomains gives all names that a search finds as a file, page by page: as many as there are take no more memory than a page.
func (p Pages) exportDomains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	r, wrong := lookedFor(v)
	if wrong != "" {
		return visit.Answer{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", wrong)
	}
	if v.Query.Has("id") && !v.Query.Has("q") { // all that are found are not those that are ticked
		var err error
		if r, err = p.tickedNames(ctx, v); err != nil {
			return visit.Answer{}, err
		}
	}
	if _, err := p.Actions.CountDomains(ctx, v.Call(), r); err != nil { // what is wrong with it is said on a page
		return visit.Answer{}, err
	}
	f := visit.File{Name: "domains-" + v.Now.Format("2006-01-02") + ".csv", Type: "text/csv; charset=utf-8"}
	f.Write = func(w http.ResponseWriter) error {
		rows := csv.NewWriter(w)
		if err := rows.Write([]string{"name", "status", "registered", "expires", "auto_renew", "locked", "nameservers"}); err != nil {
			return err
		}
		err := p.eachDomain(ctx, v, r, func(e exported) error {
			return rows.Write([]string{
				e.Name, e.Status, e.Registered, e.Expires, strconv.FormatBool(e.AutoRenew), strconv.FormatBool(e.Locked), strings.Join(e.Nameservers, " "),
			})
		})
		rows.Flush()
		if err == nil {
			err = rows.Error()
		}
		return err
	}
	if v.Query.Get("as") == "json" {
		f.Name, f.Type = strings.Replace(f.Name, ".csv", ".json", 1), "application/json"
		f.Write = func(w http.ResponseWriter) error { return p.writeJSON(ctx, v, r, w) }
	}
	return visit.Download(f), nil
}

// writeJSON writes an array of all names.
func (p Pages) writeJSON(ctx context.Context, v *visit.Visit, r actions.ListDomains, w http.ResponseWriter) error {
	before := "[\n"
	err := p.eachDomain(ctx, v, r, func(e exported) error {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		_, err = w.Write(append([]byte(before), line...))
		before = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if before == "[\n" {
		end = "[]\n"
	}
	_, err = w.Write([]byte(end))
	return err
}

// eachDomain reads all names that a search finds.
func (p Pages) eachDomain(ctx context.Context, v *visit.Visit, r actions.ListDomains, do func(exported) error) error {
	for {
		page, err := p.Actions.ListDomains(ctx, v.Call(), r)
		if err != nil {
			return err
		}
		for _, l := range page.Rows {
			e := exported{
				l.Domain.Name.String(), l.Status, v.Language.Calendar(l.Registered), v.Language.Calendar(l.Expires), l.Domain.AutoRenew, l.Domain.Locked,
				append([]string{}, l.Domain.Nameservers...),
			}
			if err := do(e); err != nil {
				return err
			}
		}
		if r.After = page.Next; page.Next == 0 {
			return nil
		}
	}
}
