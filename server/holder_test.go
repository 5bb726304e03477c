package server_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
)

// TestHolderAndNumberAreSavedTogether changes the holder of a .se name: the row has the new contact and the new number, or
// the old ones of both, also when the registry's answer is lost and the change is found again.
func TestHolderAndNumberAreSavedTogether(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e := newEnvOn(t, engine)
			e.command("hurry")
			e.succeed("action=RegisterDomain&sld=ek&tld=se&regperiod=1&firstname=Eva&lastname=Ek&companyname=Ek%20AB&address1=Gatan%201&city=Lund"+
				"&country=SE&postcode=22222&phonenumber=046123456&email=eva@example.se&nameserver1=ns1.example.net&nameserver2=ns2.example.net"+
				"&domainfields[orgno]=556036-0793", false)
			e.holds("Ek AB", "[SE]556036-0793")

			const person = "action=SaveContactDetails&sld=ek&tld=se&contactdetails[Registrant][Company]="
			if answer := e.post(formType, e.signed(person, false)).Body.String(); !strings.Contains(answer, "must change with it") {
				t.Errorf("the holder alone: %s", answer)
			}
			e.holds("Ek AB", "[SE]556036-0793")
			e.succeed(person+"&domainfields[orgno]=811228-9874", false)
			e.holds("", "[SE]811228-9874")

			e.fault("lost-answer", "update", "1")
			answer := e.post(formType, e.signed("action=SaveContactDetails&sld=ek&tld=se&contactdetails[Registrant][Company]=Ek%20Nya%20AB"+
				"&domainfields[orgno]=802405-0190", false)).Body.String()
			if !strings.Contains(answer, `"code":"pending"`) {
				t.Errorf("an answer that is lost: %s", answer)
			}
			for range 3 { // looked at, then sent again: the registry shows no numbers
				e.Clock.Move(time.Hour)
				e.command("reconcile")
				e.command("settle")
			}
			e.holds("Ek Nya AB", "[SE]802405-0190")
			e.succeed("action=SaveContactDetails&sld=ek&tld=se&contactdetails[Registrant][City]=Oslo", false)
			e.holds("Ek Nya AB", "[SE]802405-0190")
		})
	}
}

// holds fails unless ek.se has a holder of that company with that number.
func (e *env) holds(company, number string) {
	e.Helper()
	a, err := e.Store.AccountByEmail(e.Context(), exampleEmail)
	e.Must(err)
	d, err := e.Store.Domain(e.Context(), a.ID, parseName("ek.se"))
	e.Must(err)
	if d.Contacts["registrant"].Company != company || d.Fields["id_number"] != number {
		e.Errorf("the holder is %+v with %v, want %q with %s", d.Contacts["registrant"], d.Fields, company, number)
	}
}

func TestCredentialsAreTrimmedAtTheirEnds(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for what, form := range map[string]string{
		"a line feed behind the token":      "action=Version&authemail=" + exampleEmail + "&token=" + exampleToken + "%0A",
		"a no-break space before the token": "action=Version&authemail=" + exampleEmail + "&token=%C2%A0" + exampleToken,
		"blanks around the address":         "action=Version&authemail=%20" + exampleEmail + "%E2%80%83&token=" + exampleToken,
	} {
		if answer := e.post(formType, form).Body.String(); !strings.Contains(answer, `"result":"success"`) {
			t.Errorf("%s: %s", what, answer)
		}
	}
	inside := "action=Version&authemail=" + exampleEmail + "&token=" + exampleToken[:4] + "%20" + exampleToken[4:]
	if answer := e.post(formType, inside).Body.String(); strings.Contains(answer, `"result":"success"`) {
		t.Error("a blank inside the token does no harm")
	}
}
