package registrytest

import (
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// transferStories are about names that come and go.
var transferStories = map[string]func(*scene){
	"a transfer is pending and silence completes it with a year": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("coming.com", "right", "2025-06-01", false)
		want := []string{"ns1.new.example", "ns2.new.example"}
		clTRID := s.tr()
		r, err := s.Connector.Transfer(s.Context(), registry.Transfer{
			ClTRID: clTRID, Name: named("coming.com"), AuthCode: "right", Years: 1, Contacts: holder(), Nameservers: want,
		})
		if err != nil || !r.Pending() {
			s.Fatalf("transfer gives %+v, %v; want code 1001", r, err)
		}
		reg := s.info("coming.com")
		if reg.Ours || reg.Transfer == nil || reg.Transfer.Status != registry.TransferPending || !reg.Transfer.Incoming {
			s.Fatalf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
		if acts := reg.Transfer.ActsBy; !acts.Equal(s.Clock.Now().Add(reseller.Days(5))) {
			s.Errorf("silence counts from %s", acts)
		}
		s.days(5)
		reg = s.info("coming.com")
		if !reg.Ours || !reg.Transfer.Status.Approved() || !s.BareTransfers && !(slices.Equal(reg.Nameservers, want) && reg.Contacts.Agree(holder())) {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
		s.expires("coming.com", "2027-06-01")
		s.shows("coming.com", registry.StatusOK, registry.StatusTransferPeriod)
	},
	"a transfer at once where the TLD does not wait": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("coming.se", "right", "2025-06-01", false)
		s.done(s.transfer("coming.se", "right"))
		if reg := s.info("coming.se"); !reg.Ours || len(reg.Nameservers) == 0 {
			s.Errorf("info gives %+v", reg)
		}
		s.expires("coming.se", "2026-06-01")
	},
	"a wrong auth code is refused": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("guarded.com", "right", "2025-06-01", false)
		for _, code := range []string{"wrong", "", "RIGHT", "right "} {
			r, err := s.transfer("guarded.com", code)
			s.refused(r, err, registry.CodeBadAuthCode)
		}
		s.shows("guarded.com", registry.StatusOK)
	},
	"an auth code is used up by the transfer": func(s *scene) {
		if s.Away == nil {
			s.Skip("the subject cannot make another registrar ask for a name")
		}
		s.on("2026-03-10")
		s.foreign("used.se", "right", "2025-06-01", false)
		s.done(s.transfer("used.se", "right"))
		s.refused(nil, s.Away(s.Context(), named("used.se"), "right"), registry.CodeBadAuthCode)
	},
	"a locked or young name does not move": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("locked.com", "right", "2025-06-01", true)
		r, err := s.transfer("locked.com", "right")
		s.refused(r, err, registry.CodeStatusProhibits)
		s.foreign("young.com", "right", "2026-02-01", false)
		r, err = s.transfer("young.com", "right")
		s.refused(r, err, registry.CodeStatusProhibits, registry.CodeAuthorization)
		s.on("2026-04-03")
		if r, err := s.transfer("young.com", "right"); err != nil || !r.Pending() {
			s.Errorf("after 60 days: %+v, %v", r, err)
		}
	},
	"a second request, our own name and a missing name are refused": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("coming.com", "right", "2025-06-01", false)
		if _, err := s.transfer("coming.com", "right"); err != nil {
			s.Fatal(err)
		}
		r, err := s.transfer("coming.com", "right")
		s.refused(r, err, registry.CodePendingTransfer)
		s.create("mine.com", 1)
		r, err = s.transfer("mine.com", "right")
		s.refused(r, err, registry.CodeUse, registry.CodeNotTransferable)
		r, err = s.transfer("nobodys.com", "right")
		s.refused(r, err, registry.CodeNoObject)
	},
	"we can cancel our request": func(s *scene) {
		decider := capable[registry.TransferDecider](s)
		s.on("2026-03-10")
		s.foreign("coming.com", "right", "2025-06-01", false)
		if _, err := s.transfer("coming.com", "right"); err != nil {
			s.Fatal(err)
		}
		s.done(decider.CancelTransfer(s.Context(), s.tr(), named("coming.com")))
		s.days(6)
		reg := s.info("coming.com")
		if reg.Ours || reg.Transfer.Status != registry.TransferClientCancelled {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
		r, err := decider.CancelTransfer(s.Context(), s.tr(), named("coming.com"))
		s.refused(r, err, registry.CodeNotPendingTransfer)
	},
	"the losing registrar rejects and a new request can follow": func(s *scene) {
		if s.ForeignDecides == nil {
			s.Skip("the subject cannot make the losing registrar decide")
		}
		s.on("2026-03-10")
		s.foreign("coming.com", "right", "2025-06-01", false)
		if _, err := s.transfer("coming.com", "right"); err != nil {
			s.Fatal(err)
		}
		if err := s.ForeignDecides(s.Context(), named("coming.com"), false, "payment dispute"); err != nil {
			s.Fatal(err)
		}
		if x := s.info("coming.com").Transfer; x.Status != registry.TransferClientRejected || x.Reason != "payment dispute" && x.Reason != "" {
			s.Errorf("transfer is %+v", x)
		}
		if r, err := s.transfer("coming.com", "right"); err != nil || !r.Pending() {
			s.Errorf("new request gives %+v, %v", r, err)
		}
	},
	"a name of ours leaves with our consent": func(s *scene) {
		name := s.askedAway("leaving.com")
		decider := capable[registry.TransferDecider](s)
		s.shows("leaving.com", registry.StatusPendingTransfer)
		r, err := decider.CancelTransfer(s.Context(), s.tr(), name)
		s.refused(r, err, registry.CodeAuthorization)
		s.done(decider.ApproveTransfer(s.Context(), s.tr(), name))
		if reg := s.info("leaving.com"); reg.Ours || reg.Transfer.Status != registry.TransferClientApproved || reg.Transfer.Incoming {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
	},
	"a name of ours leaves by our silence": func(s *scene) {
		s.askedAway("leaving.com")
		s.days(5)
		if reg := s.info("leaving.com"); reg.Ours || reg.Transfer.Status != registry.TransferServerApproved {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
	},
	"a name of ours stays when we reject": func(s *scene) {
		name := s.askedAway("staying.com")
		s.done(capable[registry.TransferDecider](s).RejectTransfer(s.Context(), s.tr(), name, "not asked for by the holder"))
		s.days(6)
		reg := s.info("staying.com")
		if !reg.Ours || reg.Transfer.Status != registry.TransferClientRejected {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
	},
	"nothing else happens to a name while its transfer is pending": func(s *scene) {
		name := s.askedAway("between.com")
		r, err := s.renew("between.com", s.info("between.com").Expires.Format("2006-01-02"), 1)
		s.refused(r, err, registry.CodeStatusProhibits)
		r, err = s.remove("between.com")
		s.refused(r, err, registry.CodeStatusProhibits)
		r, err = capable[registry.Locker](s).SetLock(s.Context(), s.tr(), name, true)
		s.refused(r, err, registry.CodeStatusProhibits)
	},
	"a lock keeps a name of ours from leaving": func(s *scene) {
		if s.Away == nil {
			s.Skip("the subject cannot make another registrar ask for a name")
		}
		s.create("locked.com", 1)
		s.days(61)
		code := s.done(capable[registry.AuthInfoSetter](s).NewAuthCode(s.Context(), s.tr(), named("locked.com"))).Secret
		s.done(capable[registry.Locker](s).SetLock(s.Context(), s.tr(), named("locked.com"), true))
		s.refused(nil, s.Away(s.Context(), named("locked.com"), code), registry.CodeStatusProhibits)
	},
	"a name that moves by tag is claimed, and comes when the other registrar sets our tag": func(s *scene) {
		releaser := capable[registry.Releaser](s)
		s.on("2026-03-10")
		s.foreign("tagged.uk.example", "", "2025-06-01", false)
		claim := s.claimed("tagged.uk.example")
		s.days(100)
		if reg := s.info("tagged.uk.example"); reg.Ours {
			s.Fatal("silence gave us the name")
		}
		if err := s.Push(s.Context(), named("tagged.uk.example")); err != nil {
			s.Fatal(err)
		}
		reg := s.info("tagged.uk.example")
		if !reg.Ours || reg.Transferred.IsZero() || reg.Transfer != nil && (reg.Transfer.ClTRID != claim || !reg.Transfer.Status.Approved()) {
			s.Fatalf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
		s.done(releaser.Release(s.Context(), s.tr(), named("tagged.uk.example"), "1AND1-TEST"))
		if reg := s.info("tagged.uk.example"); reg.Ours || reg.Sponsor != "1AND1-TEST" {
			s.Errorf("info gives %+v", reg)
		}
		r, err := releaser.Release(s.Context(), s.tr(), named("tagged.uk.example"), "OTHER")
		s.refused(r, err, registry.CodeAuthorization)
	},
	"a name can be given to our tag unclaimed, and shows when": func(s *scene) {
		if s.Push == nil {
			s.Skip("the subject cannot make another registrar set our tag")
		}
		s.on("2026-03-10")
		s.foreign("pushed.uk.example", "", "2025-06-01", false)
		if err := s.Push(s.Context(), named("pushed.uk.example")); err != nil {
			s.Fatal(err)
		}
		s.on("2026-03-12")
		reg := s.info("pushed.uk.example")
		if !reg.Ours || reg.Transferred.Format("2006-01-02") != "2026-03-10" || reg.Transfer != nil && reg.Transfer.Status == registry.TransferPending {
			s.Errorf("info gives %+v, transfer %+v", reg, reg.Transfer)
		}
	},
	"a claim can be taken back and made again": func(s *scene) {
		decider := capable[registry.TransferDecider](s)
		s.on("2026-03-10")
		s.foreign("claimed.uk.example", "", "2025-06-01", false)
		s.claimed("claimed.uk.example")
		s.done(decider.CancelTransfer(s.Context(), s.tr(), named("claimed.uk.example")))
		s.claimed("claimed.uk.example")
		s.claimed("claimed.uk.example")
	},
	"a transfer inside the autorenew grace takes the place of the auto-renewed year": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("renewed.com", "right", "2025-03-15", false)
		s.on("2026-03-16")
		s.expires("renewed.com", "2027-03-15")
		if _, err := s.transfer("renewed.com", "right"); err != nil {
			s.Fatal(err)
		}
		s.days(5)
		s.expires("renewed.com", "2027-03-15")
	},
	"a transfer after the autorenew grace adds its year": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("renewed.com", "right", "2025-03-15", false)
		s.on("2026-05-01")
		if _, err := s.transfer("renewed.com", "right"); err != nil {
			s.Fatal(err)
		}
		s.days(5)
		s.expires("renewed.com", "2028-03-15")
	},
}

// claimed claims a name that moves by tag, and gives the claim's transaction id.
func (s *scene) claimed(full string) string {
	s.Helper()
	if s.Push == nil {
		s.Skip("the subject cannot make another registrar set our tag")
	}
	clTRID := s.tr()
	r, err := s.Connector.Transfer(s.Context(), registry.Transfer{ClTRID: clTRID, Name: named(full)})
	if err != nil || !r.Pending() {
		s.Fatalf("the claim gives %+v, %v; want code 1001", r, err)
	}
	return clTRID
}

// askedAway makes a name of ours that another registrar asks for.
func (s *scene) askedAway(full string) reseller.Name {
	s.Helper()
	if s.Away == nil {
		s.Skip("the subject cannot make another registrar ask for a name")
	}
	s.create(full, 1)
	s.days(61)
	code := s.done(capable[registry.AuthInfoSetter](s).NewAuthCode(s.Context(), s.tr(), named(full))).Secret
	if err := s.Away(s.Context(), named(full), code); err != nil {
		s.Fatalf("another registrar's request: %v", err)
	}
	return named(full)
}
