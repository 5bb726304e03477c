package account

import (
	"context"
	"slices"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

// actTemplate gives many names the records of a template. A form says which template and which records were seen: it saves nothing over others.
var actTemplate = bulkAct{
	name: "template", asks: "template", ask: askTemplate,
	foresee: func(f *actions.Foresight, ctx context.Context, _ *visit.Visit, d actData, name reseller.Name) (actions.Foreseen, error) {
		return f.Records(ctx, actions.ImportZone{Name: name, File: zone.FillTemplate(name, d.Template.Text), Add: d.Mode == modeAdd})
	},
	do: func(p Pages, ctx context.Context, call actions.Call, v *visit.Visit, chosen chosenName) (reseller.Order, error) {
		_, err := p.Actions.ApplyDNSTemplate(ctx, call, actions.ApplyDNSTemplate{
			Name: chosen.Name, Template: idOf(v.Form.Get("template")), Add: adds(v), Apply: true, IfMatch: actions.IfMatch{chosen.Seen}, Seen: seen(v),
		})
		return reseller.Order{}, err
	},
}

// askTemplate reads which template was chosen, of those that there are.
func askTemplate(p Pages, ctx context.Context, v *visit.Visit, d *actData) (err error) {
	if d.Templates, err = p.Actions.ListDNSTemplates(ctx, v.Call(), struct{}{}); err != nil {
		return err
	}
	id := idOf(v.Query.Get("template"))
	d.Mode = v.Query.Get("mode")
	if d.Asked = slices.ContainsFunc(d.Templates, func(t reseller.DNSTemplate) bool { return t.ID == id }); d.Asked {
		d.Template, err = p.Actions.ShowDNSTemplate(ctx, v.Call(), actions.DNSTemplateByID{ID: id})
	}
	return err
}

// TemplateSeen stands for the template as the rows show it.
func (d actData) TemplateSeen() string { return reseller.Tag(actions.TemplateSet(d.Template)) }
