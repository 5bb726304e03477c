package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/notices"
	"nameyard/operator"
	"nameyard/panel/session"
	"nameyard/reseller"
)

type userCmd struct {
	Add    userAddCmd    `cmd:"" changes:"" help:"Let a person sign in to the panel, and print a link for the first time."`
	List   userListCmd   `cmd:"" help:"List who may sign in to the panel."`
	Reset  userResetCmd  `cmd:"" changes:"" help:"End a user's sessions, take away what the user signs in by, and print a link to begin anew."`
	Remove userRemoveCmd `cmd:"" changes:"" help:"Let a user sign in no more."`
}

// userView is a user as it is printed. The link is there when it is made and never again.
type userView struct {
	Link      string     `json:"link,omitempty"`
	LinkUntil *time.Time `json:"link_until,omitempty"`
	Email     string     `json:"email"`
	Account   string     `json:"account"` // "" = the operator's staff
	Role      string     `json:"role"`
	Language  string     `json:"language"`
	LastSeen  *time.Time `json:"last_seen"`
	CreatedAt time.Time  `json:"created_at"`
}

func viewUser(u reseller.User, account string) userView {
	return userView{Email: u.Email, Account: account, Role: string(u.Role), Language: u.Language, LastSeen: optional(u.LastSeen), CreatedAt: u.CreatedAt}
}

// panelFlags say where people find the panel: the server's own settings do.
type panelFlags struct {
	PanelURL       string `name:"panel-url" placeholder:"URL" help:"Address at which people reach the panel with a browser; by default the server's on this machine."`
	OperatorURL    string `name:"operator-url" placeholder:"URL" help:"Address of the operator's pages, if it is another."`
	Listen         string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address that the server listens on (${default})."`
	OperatorListen string `placeholder:"ADDRESS" help:"Address at which it has the operator's pages alone, if it has one."`
}

// check refuses what no link can begin with.
func (f panelFlags) check() error {
	_, err := f.panel()
	return err
}

// panel is where links to the panel lead: where mails link to, and without that to this machine.
func (f panelFlags) panel() (notices.Addresses, error) {
	told, err := mailFlags{PanelURL: f.PanelURL, OperatorURL: f.OperatorURL}.panel()
	if err != nil {
		return told, err
	}
	here, err := onThisMachine("--listen", f.Listen)
	if err != nil {
		return told, err
	}
	staff, err := onThisMachine("--operator-listen", cmp.Or(f.OperatorListen, f.Listen))
	return told.Or(notices.Addresses{Resellers: app.InBrowser(here), Operators: app.InBrowser(staff)}), err
}

// of is where the pages of a user are; told says that a setting has it.
func (f panelFlags) of(u reseller.User) (base string, told bool, err error) {
	at, err := f.panel()
	if u.Staff() {
		return at.Operators, f.PanelURL != "" || f.OperatorURL != "", err
	}
	return at.Resellers, f.PanelURL != "", err
}

// baseOf is what links to a server begin with, without a slash at the end.
func baseOf(flag, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return "", wrongUsage("%s is %q, it must be an address such as https://panel.example.com, without a path", flag, address)
	}
	return u.Scheme + "://" + u.Host, nil
}

// linkOf is the address of a link that signs in once.
func linkOf(base string, i operator.Invited) string {
	return strings.TrimSuffix(base, "/") + session.Side(i.User) + "/sign-in/link/?token=" + i.Secret
}

// printLink shows a link, this once.
func (p *program) printLink(f panelFlags, i operator.Invited, account string) error {
	base, told, err := f.of(i.User)
	if err != nil {
		return err
	}
	v := viewUser(i.User, account)
	v.Link, v.LinkUntil = linkOf(base, i), optional(i.Until)
	return p.out.print(v, func(w io.Writer) {
		fmt.Fprintln(w, v.Link)
		fmt.Fprintf(p.stderr, "signs %s in once, until %s; it is shown this once\n", i.Email, i.Until.Format("2006-01-02 15:04 UTC"))
		if !told {
			// A server, or demo, that is running may have been told another address than this command.
			_, at, _ := strings.Cut(base, "://")
			fmt.Fprintf(p.stderr, "it leads to %s, to the server on this machine: if that listens elsewhere, give its --listen here, too; --panel-url says where else people reach the panel\n", at)
		}
	})
}

type userAddCmd struct {
	Email    string `arg:"" help:"E-mail address of the person."`
	Account  string `placeholder:"EMAIL" help:"Account whose pages the person sees; without it the person is the operator's staff."`
	Role     string `placeholder:"ROLE" help:"What the person may do: owner, admin (no team), billing (look, and pay in) or readonly; staff for the operator's. Default: owner of the account, or staff."`
	Language string `enum:",en,sv" default:"" help:"Language of the pages: en or sv; by default the account's."`
	panelFlags
}

// Run adds a user.
func (c *userAddCmd) Run(ctx context.Context, p *program) error {
	n := operator.NewUser{Email: c.Email, Account: c.Account, Role: reseller.UserRole(c.Role), Language: c.Language}
	if n.Role == "" {
		n.Role = reseller.UserStaff
		if n.Account != "" {
			n.Role = reseller.UserOwner
		}
	}
	if err := n.Check(); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		made, err := operator.Users{Store: d.Store, Clock: d.Clock}.Add(ctx, n)
		if err != nil {
			return err
		}
		return p.printLink(c.panelFlags, made, c.Account)
	})
}

type userListCmd struct{}

// Run lists the users.
func (c *userListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		users, err := operator.Users{Store: d.Store, Clock: d.Clock}.List(ctx)
		if err != nil {
			return err
		}
		accounts, err := operator.Accounts{Store: d.Store}.List(ctx)
		if err != nil {
			return err
		}
		emails := map[int64]string{}
		for _, a := range accounts {
			emails[a.ID] = a.Email
		}
		views := make([]userView, len(users))
		for i, u := range users {
			views[i] = viewUser(u, emails[u.AccountID])
		}
		return table(p.out, views, "EMAIL ACCOUNT ROLE LANGUAGE SEEN", func(v userView) []any {
			return []any{v.Email, v.Account, v.Role, v.Language, v.LastSeen}
		})
	})
}

type userResetCmd struct {
	Email string `arg:"" help:"E-mail address of the user."`
	panelFlags
}

// Run resets a user.
func (c *userResetCmd) Run(ctx context.Context, p *program) error {
	if err := c.check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		made, err := operator.Users{Store: d.Store, Clock: d.Clock}.Reset(ctx, c.Email)
		if err != nil {
			return err
		}
		account := ""
		if made.AccountID != 0 {
			of, err := d.Store.Account(ctx, made.AccountID)
			if err != nil {
				return err
			}
			account = of.Email
		}
		return p.printLink(c.panelFlags, made, account)
	})
}

type userRemoveCmd struct {
	Email string `arg:"" help:"E-mail address of the user."`
}

// Run removes a user.
func (c *userRemoveCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		u, err := operator.Users{Store: d.Store, Clock: d.Clock}.Remove(ctx, c.Email)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"email": u.Email, "removed": true}, "%s may not sign in any more", u.Email)
	})
}
