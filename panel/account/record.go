package account

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

// recordForm is the form of one DNS record: a new one, or one that is changed.
type recordForm struct {
	Type     string
	Parts    []zone.ValuePart // of its value; none = the value is one text
	Priority bool             // records of the type have one
	Inside   bool             // its value has a name that may be relative to the domain
	Changed  string           // id of the record that is changed; "" = a new one
}

// recordFields are the fields of that form, beside the parts of values.
var recordFields = []string{"record", "seen", "type", "host", "value", "priority", "ttl"}

// partField is the name of the field of a part of a value.
func partField(p zone.ValuePart) string { return "part-" + p.Name }

// Fields are the names of what may be typed into the form.
func (f recordForm) Fields() []string {
	names := recordFields
	for _, p := range f.Parts {
		names = append(names[:len(names):len(names)], partField(p))
	}
	return names
}

// formOf is the form of records of a type. A type that there is not is the first one.
func formOf(recordType, changed string) recordForm {
	f := recordForm{Type: zone.RecordTypes[0], Changed: changed}
	for _, t := range zone.RecordTypes {
		if t == recordType {
			f.Type = t
		}
	}
	f.Parts, f.Priority, f.Inside = zone.ValueParts(f.Type), zone.Record{Type: f.Type}.HasPriority(), zone.PointsInside(f.Type)
	return f
}

// typedRecord is the record that was typed. A value in one piece is taken as it is: who has no script may send the fields of the type that was
// chosen before.
func typedRecord(v *visit.Visit) (recordForm, zone.Row) {
	f := formOf(v.Field("type"), v.Field("record"))
	value := v.Field("value")
	if len(f.Parts) > 0 && value == "" {
		parts := make([]string, len(f.Parts))
		for i, p := range f.Parts {
			parts[i] = v.Field(partField(p))
		}
		value = zone.JoinValue(f.Type, parts)
	}
	row := zone.Row{
		Type: zone.Sent(v.Field("type")), Hostname: zone.Sent(v.Field("host")), Address: zone.Sent(value), Priority: zone.Sent(v.Field("priority")),
	}
	if ttl := v.Field("ttl"); ttl != "" || f.Changed != "" {
		row.TTL = zone.Sent(ttl) // else a record that is there already keeps its own
	}
	return f, row
}

// recordToShow is the form that the page of records shows before anything was sent: of the type in the address, or of the record to be
// changed that it names. What was typed for another type stays.
func recordToShow(v *visit.Visit, records []zone.Record) (recordForm, page.Form) {
	changed := ""
	for _, r := range records {
		if r.ID() == v.Query.Get("edit") {
			changed = r.ID()
			if !v.Query.Has("type") {
				return filled(r)
			}
		}
	}
	f, form := formOf(v.Query.Get("type"), changed), page.Form{Values: map[string]string{}, Errors: map[string]string{}}
	for _, name := range f.Fields() {
		if v.Query.Has(name) {
			form.Values[name] = v.Query.Get(name)
		}
	}
	return f, form
}

// filled is the form of a record that is there.
func filled(r zone.Record) (recordForm, page.Form) {
	f, row := formOf(r.Type, r.ID()), r.Row()
	form := page.Form{Errors: map[string]string{}, Values: map[string]string{
		"host": row.Hostname.Text, "value": row.Address.Text, "priority": row.Priority.Text, "ttl": row.TTL.Text,
	}}
	for i, text := range zone.SplitValue(r) {
		form.Values[partField(f.Parts[i])] = text
	}
	return f, form
}

// saveRecord adds a record, or puts it in the place of the one that is changed, if the records are still those that the form was shown with.
func (p Pages) saveRecord(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	form, row := typedRecord(v)
	if form.Changed == "" {
		_, err = p.Actions.AddRecord(ctx, v.Call(), actions.AddRecord{Name: name, Row: row})
	} else {
		_, err = p.Actions.ReplaceRecord(ctx, v.Call(), actions.ReplaceRecord{Name: name, ID: form.Changed, Row: row, IfMatch: seen(v)})
	}
	if err == nil || !reseller.IsKind(err, reseller.KindInvalid) {
		return p.dnsChanged(ctx, v, err, "value", form.Fields()...)
	}
	typed := v.Typed(form.Fields()...)
	for _, fault := range append(row.Faults(name), err) {
		e := reseller.AsError(fault)
		field, told := fieldOfRecord(e.Field), e
		if e.Field != reseller.PathRecord { // it is about the field: where it is said needs no words
			told = e.Core()
		}
		if typed.Errors[field] == "" {
			typed.Tell(field, spelled(v, told))
		}
	}
	a, err := p.showDNS(ctx, v, nil, typed)
	a.Status = http.StatusUnprocessableEntity
	return a, err
}

// fieldOfRecord is where an error of a record stands in the form.
func fieldOfRecord(path reseller.Path) string {
	switch path {
	case reseller.PathRecord.Part("hostname"):
		return "host"
	case reseller.PathRecord.Part("type"):
		return "type"
	case reseller.PathRecord.Part("priority"):
		return "priority"
	case reseller.PathRecord.Part("ttl"):
		return "ttl"
	}
	return "value"
}
