// Package page turns what a handler found into HTML: the layout that all pages share, their style, script, icons and font, and the
// functions that templates write words, dates and amounts with. Whatever comes from outside is escaped by html/template.
package page

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"nameyard/panel/words"
	"nameyard/reseller"
)

// View is what a template is given. A page finds what its handler gave it in Data.
type View struct {
	Language  words.Language
	Zone      *time.Location // in which the user reads times; nil = UTC
	Theme     string         // "light" or "dark" if the user has pinned one
	Side      string         // where the pages begin: "/panel" or "/operator"
	Home      string         // the address of the server as the browser has it, without a slash at the end
	AskAt     string         // e-mail address at which the operator's business is asked; "" = not told
	Version   string         // of the program; "" = not told
	Brand     string         // what the operator's business is called
	Assets    *Assets
	Title     string
	Here      string // path and query of the page
	Back      string // the page that can be asked for: Here, or the nearest above it where a change was answered
	Nav       []Link
	User      reseller.User // zero before somebody has signed in
	Account   reseller.Account
	Rights    func(reseller.Right) bool
	Viewing   bool   // staff looks at the pages of the account
	Bare      bool   // the user has nothing to sign in by the next time, and is led to where it is made
	Unsent    string // key of what became of a form that was sent after the sign-in had ended; "" = none was
	RequestID string
	Now       time.Time // business time
	Wall      time.Time // wall time, which tokens, webhooks and people go by
	Form      Form
	Data      any
}

// Link is one line of the menu.
type Link struct {
	To      string
	Words   string // key of its message
	Icon    string
	Current bool
}

// May reports whether who looks at the page has a right, by its word.
func (v View) May(right string) bool { return v.Rights != nil && v.Rights(reseller.Right(right)) }

// SignedIn reports whether somebody has signed in.
func (v View) SignedIn() bool { return v.User.ID != 0 }

// Asset is the address of a file of this package. It changes with every change of any of them, so browsers may keep them for ever.
func (v View) Asset(name string) string { return v.Side + AssetPrefix + v.Assets.version + "/" + name }

// Form is what was typed into a form, and what is wrong with it: by the name of the field, in words, a line for each fault.
type Form struct {
	Values map[string]string
	Errors map[string]string
	Key    string // idempotency key of this showing of the form
	Quoted string // what a registry has said of it; "" = nothing
	Placed int64  // the order that this showing of the form has placed already, so that nothing was ordered now; 0 = none

	told []string // fields in the order in which something was told of them
}

// Tell says what is wrong with a field, too. What is quoted of others stands on top of the form.
func (f *Form) Tell(field string, told words.Told) {
	if told.Says == "" {
		told = words.Told{Says: told.Quoted}
	}
	if f.Errors == nil {
		f.Errors = map[string]string{}
	}
	lines := strings.Split(f.Errors[field], "\n")
	switch {
	case f.Errors[field] == "":
		f.Errors[field] = told.Says
	case !slices.Contains(lines, told.Says):
		f.Errors[field] += "\n" + told.Says
	}
	f.told, f.Quoted = append(f.told, field), cmp.Or(told.Quoted, f.Quoted)
}

// Fault is one thing that is wrong with a form.
type Fault struct{ Field, Words string }

// Faults lists what is wrong: first what was told, in that order, then the rest by the names of the fields.
func (f Form) Faults() (list []Fault) {
	listed := map[string]bool{}
	for _, field := range slices.Concat(f.told, slices.Sorted(maps.Keys(f.Errors))) {
		if listed[field] || f.Errors[field] == "" {
			continue
		}
		listed[field] = true
		for line := range strings.SplitSeq(f.Errors[field], "\n") {
			list = append(list, Fault{field, line})
		}
	}
	return list
}

// Or is what was typed into a field, or, of a form that was not sent with it, what is kept.
func (f Form) Or(field, kept string) string {
	if typed, is := f.Values[field]; is {
		return typed
	}
	return kept
}

// Wrong reports whether something is wrong with the form.
func (f Form) Wrong() bool { return len(f.Errors) > 0 }
