package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// ApplyDNSTemplate gives a name the records of a template.
type ApplyDNSTemplate struct {
	Name     reseller.Name
	Template int64
	Add      bool    // to the records that are there; else they are replaced
	Apply    bool    // else only the difference is shown
	IfMatch  IfMatch // of the records
	Seen     IfMatch // of the template: TemplateSet
}

// ApplyDNSTemplate does to a name what ImportZone does with the zone file that the template makes for it.
func (s *Service) ApplyDNSTemplate(ctx context.Context, call Call, r ApplyDNSTemplate) (zone.Import, error) {
	t, err := s.template(ctx, call, r.Template, reseller.PathTemplate)
	if err == nil {
		err = r.Seen.check(TemplateSet(t))
	}
	if err != nil {
		return zone.Import{}, err
	}
	return s.ImportZone(ctx, call, ImportZone{Name: r.Name, File: zone.FillTemplate(r.Name, t.Text), Add: r.Add, Apply: r.Apply, IfMatch: r.IfMatch})
}
