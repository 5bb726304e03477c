package reseller_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

// fieldsAtFault are the fields of all faults of an error, in their order.
func fieldsAtFault(err error) (fields []string) {
	if err != nil {
		for _, fault := range reseller.AsError(err).All() {
			fields = append(fields, string(fault.Field))
		}
	}
	return fields
}

func TestFaultsAreToldTogetherInTheirOrder(t *testing.T) {
	t.Parallel()
	var bad reseller.Faults
	if !bad.Add(nil) || bad.Err() != nil {
		t.Fatal("no fault is one")
	}
	var inner reseller.Faults
	inner.Add(reseller.Invalid("", "second"))
	inner.Add(reseller.Missing(reseller.PathTag).Because(errDisk))
	passed := bad.Add(reseller.Invalid(reseller.PathYears, "first: %s", reseller.PathLock)) || bad.Add(fmt.Errorf("wrapped: %w", reseller.AsError(inner.Err()).In(reseller.PathName).Because(errDisk)))
	err := bad.Err()
	e := reseller.AsError(fmt.Errorf("wrapped: %w", err))
	if got := fieldsAtFault(e); passed || !slices.Equal(got, []string{"years", "name", "tag"}) || e.Words != "first: lock" {
		t.Fatalf("%v, %q", got, e.Words)
	}
	if !bad.About(reseller.PathID, reseller.PathTag) || bad.About(reseller.PathID) {
		t.Error("it is not known what is at fault")
	}
	for i, fault := range e.All() {
		if len(fault.Also) != 0 || i > 0 && !errors.Is(fault, errDisk) {
			t.Errorf("fault %d is %+v", i, fault)
		}
	}
	told := e.Because(errDisk).Spelled(loud)
	if told.Words != "first: LOCK" || len(told.Also) != 2 || told.Also[1].Param != "TAG" || told.Also[1].Words != "parameter TAG is required and is missing or empty" || e.Also[1].Param != "" {
		t.Errorf("spelled %+v, %+v", told, told.Also[1])
	}
	for range 200 {
		bad.Add(err)
	}
	if n := len(fieldsAtFault(bad.Err())); n != 100 {
		t.Errorf("%d faults are kept", n)
	}
}

// All that is wrong with a contact is told: the first as ever, nothing that only follows from another fault.
func TestAllThatIsWrongWithAContactIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change func(*reseller.Contact)
		fields string
	}{
		{func(*reseller.Contact) {}, ""},
		{func(c *reseller.Contact) { c.Phone, c.Email, c.Country, c.City = "call me", "nobody", "Atlantis", "" }, "city country phone email"},
		{func(c *reseller.Contact) { *c = reseller.Contact{} }, "first_name address1 city country email"},
		{func(c *reseller.Contact) { c.Company, c.FirstName, c.Address1 = long(256), "a\x00", " " }, "first_name company address1"},
		{func(c *reseller.Contact) { c.FirstName, c.LastName, c.Company = "", "", long(256) }, "company"},        // a name that is too long is one
		{func(c *reseller.Contact) { c.Country, c.Postcode, c.Phone = "Atlantis", "", "018 123456" }, "country"}, // which says what they must be
		{func(c *reseller.Contact) { c.Country, c.Postcode, c.Phone = "", "", "018x" }, "country phone"},         // no country makes that a number
		{func(c *reseller.Contact) { c.Country, c.Postcode = long(256), long(17) }, "postcode country"},          // each once
		{func(c *reseller.Contact) { c.Email, c.Phone, c.Postcode = long(255), long(65), "" }, "phone email postcode"},
	} {
		contact := exampleContact()
		c.change(&contact)
		got, err := reseller.CheckContact(contact, reseller.RoleTech)
		if fields := strings.Join(fieldsAtFault(err), " "); fields != c.fields {
			t.Errorf("%+v: faults in %q, want %q: %v", contact, fields, c.fields, err)
		}
		for _, field := range fieldsAtFault(err) {
			if text := *got.Text(field); text != "" {
				t.Errorf("%s is %q, and is at fault", field, text)
			}
		}
	}
}

func TestAllAdditionalFieldsAtFaultAreTold(t *testing.T) {
	t.Parallel()
	_, err := mustTLD(t, "se").CheckFields(map[string]string{"NIN": "1", "VAT": long(256)}, swede())
	if got := strings.Join(fieldsAtFault(err), " "); got != "additional_fields.id_number additional_fields.vat_number" {
		t.Errorf("faults in %q: %v", got, err)
	}
}
