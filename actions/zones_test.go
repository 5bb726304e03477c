package actions_test

import (
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/zone"
)

// A row of forwards that is wrong is named as the caller knows it, though it is a record in the zone.
func TestWrongURLForwardIsNamedByItsPlace(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		name := e.register("mine.com").Name
		good := actions.URLForward{Hostname: "www", URL: "https://example.net/", Type: "permanent"}
		_, err := e.Actions.SaveURLForwarding(t.Context(), e.call(), actions.SaveURLForwarding{Name: name, Forwards: []actions.URLForward{good}})
		e.Must(err)
		_, err = e.Actions.SaveDNS(t.Context(), e.call(), actions.SaveDNS{Name: name, Rows: []zone.Row{
			zone.Record{Hostname: "www", Type: "URL", Address: "https://example.net/"}.Row(),
			zone.Record{Hostname: "shop", Type: "CNAME", Address: "shops.example.net."}.Row(),
		}})
		e.Must(err)
		for what, c := range map[string]struct {
			forward actions.URLForward
			code    string
			field   reseller.Path
		}{
			"no URL":            {actions.URLForward{Hostname: "a"}, reseller.CodeMissingParameter, "url_forwards[1].url"},
			"an unknown type":   {actions.URLForward{Hostname: "a", URL: "https://example.net/", Type: "eternal"}, reseller.CodeInvalidParameter, "url_forwards[1].type"},
			"a bad URL":         {actions.URLForward{Hostname: "a", URL: "javascript:x"}, reseller.CodeInvalidParameter, "url_forwards[1].url"},
			"a bad hostname":    {actions.URLForward{Hostname: "a b", URL: "https://example.net/"}, reseller.CodeInvalidParameter, "url_forwards[1].hostname"},
			"one that is there": {actions.URLForward{Hostname: "www", URL: "https://example.org/"}, reseller.CodeInvalidParameter, "url_forwards[0].type"},
			"beside a CNAME":    {actions.URLForward{Hostname: "shop", URL: "https://example.org/"}, reseller.CodeInvalidParameter, "records[2].type"},
		} {
			_, err := e.Actions.SaveURLForwarding(t.Context(), e.call(), actions.SaveURLForwarding{Name: name, Forwards: []actions.URLForward{good, c.forward}})
			wantError(t, what, err, c.code, c.field, "")
		}
		forwards, err := e.Actions.GetURLForwarding(t.Context(), e.call(), actions.GetURLForwarding{Name: name})
		if err != nil || len(forwards) != 1 || forwards[0] != good {
			t.Errorf("the forwards are %+v, %v", forwards, err)
		}
	})
}
