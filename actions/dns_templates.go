package actions

import (
	"context"
	"errors"
	"fmt"

	"nameyard/reseller"
	"nameyard/zone"
)

// ListDNSTemplates lists the account's templates of DNS records by name, without their texts.
func (s *Service) ListDNSTemplates(ctx context.Context, call Call, _ struct{}) ([]reseller.DNSTemplate, error) {
	return s.store.DNSTemplates(ctx, call.Caller.Account.ID)
}

// DNSTemplateByID names a template of the account.
type DNSTemplateByID struct {
	ID int64
}

// ShowDNSTemplate gives a template of the account. Another account's does not exist.
func (s *Service) ShowDNSTemplate(ctx context.Context, call Call, r DNSTemplateByID) (reseller.DNSTemplate, error) {
	return s.template(ctx, call, r.ID, reseller.PathID)
}

// template finds a template of the account; path is where its id was sent.
func (s *Service) template(ctx context.Context, call Call, id int64, path reseller.Path) (reseller.DNSTemplate, error) {
	t, err := s.store.DNSTemplate(ctx, call.Caller.Account.ID, id)
	return t, noTemplate(id, path, err)
}

func noTemplate(id int64, path reseller.Path, err error) error {
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no DNS template %d in this account", id).In(path)
	}
	return err
}

// TemplateSet is what ChangeDNSTemplate changes, as a tag stands for it.
func TemplateSet(t reseller.DNSTemplate) any { return []any{t.Name, t.Text, t.ForNew} }

// AddDNSTemplate is a template to be kept.
type AddDNSTemplate struct {
	Name   string
	Text   string // of a zone file that is relative to a name: zone.CheckTemplate
	ForNew bool   // in place of any other
}

// AddDNSTemplate keeps a template under a name that the account has for no other.
func (s *Service) AddDNSTemplate(ctx context.Context, call Call, r AddDNSTemplate) (reseller.DNSTemplate, error) {
	t, err := templateOf(r.Name, r.Text)
	if err != nil {
		return t, err
	}
	t.AccountID, t.ForNew = call.Caller.Account.ID, r.ForNew
	made, err := s.store.AddDNSTemplate(ctx, t, call.actor())
	return made, taken(t.Name, err)
}

// templateOf checks what a template is to be.
func templateOf(name, text string) (t reseller.DNSTemplate, err error) {
	var bad reseller.Faults
	t.Name, err = reseller.CheckTemplateName(name)
	bad.Add(err)
	t.Text, err = zone.CheckTemplate(text)
	bad.Add(err)
	return t, bad.Err()
}

func taken(name string, err error) error {
	if errors.Is(err, reseller.ErrDuplicate) {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "there is another DNS template called %q; nothing was saved: choose another name, or change that one", name).
			In(reseller.PathTemplateName)
	}
	return err
}

// ChangeDNSTemplate is what a template is to be.
type ChangeDNSTemplate struct {
	ID         int64
	Name, Text string
	ForNew     bool    // in place of any other
	IfMatch    IfMatch // of TemplateSet
}

// ChangeDNSTemplate changes a template. Names that got its records keep those that they have.
func (s *Service) ChangeDNSTemplate(ctx context.Context, call Call, r ChangeDNSTemplate) (reseller.DNSTemplate, error) {
	want, err := templateOf(r.Name, r.Text)
	if err != nil {
		return want, err
	}
	t, err := s.store.ChangeDNSTemplate(ctx, call.Caller.Account.ID, r.ID, call.actor(), func(t *reseller.DNSTemplate) error {
		if t.Name == want.Name && t.Text == want.Text && t.ForNew == r.ForNew {
			return nil // the same form twice
		}
		if err := r.IfMatch.check(TemplateSet(*t)); err != nil {
			return err
		}
		t.Name, t.Text, t.ForNew = want.Name, want.Text, r.ForNew
		return nil
	})
	return t, taken(want.Name, noTemplate(r.ID, reseller.PathID, err))
}

// RemoveDNSTemplate takes a template away. Names that got its records keep them.
func (s *Service) RemoveDNSTemplate(ctx context.Context, call Call, r DNSTemplateByID) error {
	t, err := s.ShowDNSTemplate(ctx, call, r)
	if err != nil {
		return err
	}
	err = s.store.RemoveDNSTemplate(ctx, t, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		return nil // somebody else did, just now
	}
	return err
}

// firstRecords gives the zone file that a new name begins with: that of the account's template for new names, if its DNS is to be managed and all its name
// servers are the house's. What no such name can have is left out, and said for people.
func (s *Service) firstRecords(ctx context.Context, account int64, name reseller.Name, desired reseller.Desired) (file, unfit string, err error) {
	if !desired.DNSManagement || !s.managedHere(desired.Nameservers) {
		return "", "", nil
	}
	t, err := s.store.NewNameTemplate(ctx, account)
	if errors.Is(err, reseller.ErrNotFound) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	file = zone.FillTemplate(name, t.Text)
	if _, err := zone.ReadFile(name, file).Onto(name, nil); err != nil {
		return "", fmt.Sprintf("%s has no records: it cannot have those of the DNS template %q: %s", name, t.Name, reseller.Inner(reseller.AsError(err))), nil
	}
	return file, "", nil
}
