package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/zone"
)

// dnsTemplate is a template of DNS records on the wire.
type dnsTemplate struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	ForNew    bool    `json:"for_new"` // new names begin with its records
	ChangedAt *string `json:"changed_at"`
	ZoneFile  string  `json:"zone_file,omitempty"` // lists leave it out
}

func dnsTemplateOf(t reseller.DNSTemplate) dnsTemplate {
	return dnsTemplate{t.ID, t.Name, t.ForNew, instant(t.ChangedAt), t.Text}
}

// templateReply shows a template.
func templateReply(status int, t reseller.DNSTemplate, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.TemplateSet(t))(jsonReply(status, dnsTemplateOf(t)))
}

func (req *request) dnsTemplates(ctx context.Context) (reply, error) {
	found, err := req.api.actions.ListDNSTemplates(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Results []dnsTemplate `json:"results"`
	}{each(found, dnsTemplateOf)})
}

func (req *request) showDNSTemplate(ctx context.Context) (reply, error) {
	t, err := req.api.actions.ShowDNSTemplate(ctx, req.call, actions.DNSTemplateByID{ID: req.id()})
	return templateReply(http.StatusOK, t, err)
}

func (req *request) addDNSTemplate(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.AddDNSTemplate{Name: b.need("name"), Text: b.need("zone_file"), ForNew: b.flagOr("for_new", false)}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.AddDNSTemplate(ctx, req.call, r)
	return templateReply(http.StatusCreated, made, err)
}

func (req *request) changeDNSTemplate(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.ChangeDNSTemplate{ID: req.id(), Name: b.need("name"), Text: b.need("zone_file"), ForNew: b.flagOr("for_new", false), IfMatch: req.ifMatch()}
	b.ignoreKeysOf(dnsTemplate{}) // the whole of GET may come back
	if err := b.end(); err != nil {
		return reply{}, err
	}
	t, err := req.api.actions.ChangeDNSTemplate(ctx, req.call, r)
	return templateReply(http.StatusOK, t, err)
}

func (req *request) removeDNSTemplate(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, req.api.actions.RemoveDNSTemplate(ctx, req.call, actions.DNSTemplateByID{ID: req.id()})
}

// applyDNSTemplate gives a name the records of a template, or shows what that would change.
func (req *request) applyDNSTemplate(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.ApplyDNSTemplate{Template: b.number("template_id", 0), Add: b.adds(), Apply: b.flagOr("apply", false), IfMatch: req.ifMatch()}
	if r.Template == 0 {
		b.fail(reseller.Missing(reseller.PathTemplate))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (zone.Import, error) {
		r.Name = name
		return req.api.actions.ApplyDNSTemplate(ctx, req.call, r)
	}, func(made zone.Import) (reply, error) { return imported(made, r.Apply) })
}

// adds reads what becomes of the records that are there.
func (b *body) adds() bool {
	switch mode := b.text("mode"); mode {
	case "", "replace":
		return false
	case "add":
		return true
	default:
		b.fail(reseller.Invalid(reseller.PathMode, "%s is %q, it must be replace or add", reseller.PathMode, form.Clip(mode, 30)))
		return false
	}
}
