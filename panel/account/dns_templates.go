package account

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

// templateRoutes are the pages of templates of DNS records.
func (p Pages) templateRoutes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/dns-templates/", Needs: reseller.RightRead, Do: p.templates},
		{Method: "POST", Path: "/panel/dns-templates/", Needs: reseller.RightManage, Do: p.addTemplate},
		{Method: "GET", Path: "/panel/dns-templates/:id/", Needs: reseller.RightRead, Do: p.template},
		{Method: "POST", Path: "/panel/dns-templates/:id/", Needs: reseller.RightManage, Do: p.changeTemplate},
		{Method: "POST", Path: "/panel/dns-templates/:id/remove/", Needs: reseller.RightManage, Do: p.removeTemplate},
		{Method: "POST", Path: "/panel/domains/:id/dns/template/", Needs: reseller.RightManage, Do: p.fillTemplate},
	}
}

// templateFields are the fields of a template, by what errors name.
var templateFields = map[reseller.Path]string{reseller.PathTemplateName: "name", reseller.PathZoneFile: "text"}

// templates lists the templates, with a form for a new one.
func (p Pages) templates(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showTemplates(ctx, v, page.Form{})
}

func (p Pages) showTemplates(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	list, err := p.Actions.ListDNSTemplates(ctx, v.Call(), struct{}{})
	return visit.Show("account/dns_templates", v.Say("templates.title"), list).With(form), err
}

// addTemplate keeps a new template. The same form twice makes one.
func (p Pages) addTemplate(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("name", "text", "new")
	made, err := p.Actions.AddDNSTemplate(ctx, v.Call(), actions.AddDNSTemplate{Name: v.Form.Get("name"), Text: v.Form.Get("text"), ForNew: v.Form.Has("new")})
	switch e := reseller.AsError(err); {
	case err == nil:
		return visit.Go(fmt.Sprintf("/panel/dns-templates/%d/?saved=", made.ID)), nil
	case e.Code == reseller.CodeBadState && e.Field == "": // there are as many as there may be
		form.Tell("name", spelled(v, err))
	case !templateTold(v, err, &form):
		return visit.Answer{}, err
	}
	return p.showTemplates(ctx, v, form)
}

// templateTold says in a form what is wrong with a template. It reports whether anything was the form's.
func templateTold(v *visit.Visit, err error, form *page.Form) bool {
	if reseller.AsError(err).Field == reseller.PathTemplateName && v.Field("name") == "" {
		form.Errors["name"] = v.Say("templates.no_name")
	}
	return told(v, err, form, templateFields)
}

// templatePage is what the page of a template shows.
type templatePage struct {
	reseller.DNSTemplate
	Seen  string // tag of the template that is shown, or was when the form was shown first
	Saved bool
}

// template shows a template.
func (p Pages) template(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showTemplate(ctx, v, page.Form{})
}

func (p Pages) showTemplate(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	t, err := p.Actions.ShowDNSTemplate(ctx, v.Call(), actions.DNSTemplateByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	d := templatePage{t, tagOf(actions.TemplateSet(t), form), v.Query.Has("saved")}
	if form.Values == nil {
		form.Values = map[string]string{"name": t.Name, "text": t.Text}
		if t.ForNew {
			form.Values["new"] = "on"
		}
	}
	return visit.Show("account/dns_template", t.Name, d).With(form), nil
}

// changeTemplate saves a template.
func (p Pages) changeTemplate(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("name", "text", "new", "seen")
	_, err := p.Actions.ChangeDNSTemplate(ctx, v.Call(), actions.ChangeDNSTemplate{ID: v.ID("id"), Name: v.Form.Get("name"), Text: v.Form.Get("text"), ForNew: v.Form.Has("new"), IfMatch: seen(v)})
	if err == nil {
		return visit.Go(v.Path + "?saved="), nil
	}
	if !moved(v, err, &form) && !templateTold(v, err, &form) {
		return visit.Answer{}, err
	}
	return p.showTemplate(ctx, v, form)
}

// removeTemplate takes a template away. One that is gone already is what was wanted.
func (p Pages) removeTemplate(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	err := p.Actions.RemoveDNSTemplate(ctx, v.Call(), actions.DNSTemplateByID{ID: v.ID("id")})
	if reseller.IsKind(err, reseller.KindNotFound) {
		err = nil
	}
	return visit.Go("/panel/dns-templates/"), err
}

// fillTemplate shows what a template would change of a name's records. What is saved then is the zone file that was shown.
func (p Pages) fillTemplate(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("template", "mode")
	t, err := p.Actions.ShowDNSTemplate(ctx, v.Call(), actions.DNSTemplateByID{ID: idOf(v.Form.Get("template"))})
	if reseller.IsKind(err, reseller.KindNotFound) {
		form.Errors["template"] = v.Say("templates.gone")
		a, err := p.showDNS(ctx, v, nil, form)
		a.Status = http.StatusUnprocessableEntity
		return a, err
	}
	if err != nil {
		return visit.Answer{}, err
	}
	form.Values["file"] = zone.FillTemplate(name, t.Text)
	change, err := p.Actions.ImportZone(ctx, v.Call(), actions.ImportZone{Name: name, File: form.Values["file"], Add: adds(v)})
	if err != nil {
		return p.dnsChanged(ctx, v, err, "template", "template", "mode")
	}
	return p.showDNS(ctx, v, &change, form)
}

// idOf reads the number of something; what is none is nobody's.
func idOf(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// adds reports whether a form asks that records are added to those that are there.
func adds(v *visit.Visit) bool { return v.Form.Get("mode") == modeAdd }

// modeAdd is the choice of a form that records are added; any other replaces those that are there.
const modeAdd = "add"
