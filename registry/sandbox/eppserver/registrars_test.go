package eppserver_test

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// TestTwoRegistrarsMoveANameBetweenThem: each sees its own names as its own, and only the pending side may decide.
func TestTwoRegistrarsMoveANameBetweenThem(t *testing.T) {
	w := sandboxtest.Listen(t)
	login := func(id, password string) *epp.Connector {
		c := epp.New(epp.Settings{
			Address: w.Address, TLS: w.Client, ClientID: id, Password: password, Timeout: 10 * time.Second, TLDs: registrytest.Rules(),
		})
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	us, them := login(sandbox.Sponsor, sandboxtest.Password), login(sandbox.OtherRegistrar, sandboxtest.OtherPassword)
	name := reseller.NameOf("moving.com", "com")
	if _, err := them.Create(t.Context(), registry.Create{ClTRID: "THEY-1", Name: name, Years: 1}); err != nil {
		t.Fatal(err)
	}
	code, err := them.NewAuthCode(t.Context(), "THEY-2", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := us.NewAuthCode(t.Context(), "NY-a-1", name); !refused(err, registry.CodeAuthorization) {
		t.Errorf("the code of another registrar's name: %v", err)
	}
	w.Clock.Move(reseller.Days(61))
	ask := registry.Transfer{ClTRID: "NY-b-1", Name: name, AuthCode: code.Secret, Years: 1}
	if err := us.CheckAuthCode(t.Context(), name, code.Secret); err != nil {
		t.Errorf("the right code: %v", err)
	}
	if r, err := us.Transfer(t.Context(), ask); err != nil || !r.Pending() {
		t.Fatalf("the request gives %+v, %v", r, err)
	}
	if _, err := us.ApproveTransfer(t.Context(), "NY-c-1", name); !refused(err, registry.CodeAuthorization) {
		t.Errorf("our consent to our own request: %v", err)
	}
	theirs, err := them.Info(t.Context(), name)
	if err != nil || !theirs.Ours || theirs.Transfer == nil || theirs.Transfer.Incoming || theirs.Transfer.Other != sandbox.Sponsor {
		t.Errorf("they see %+v, %+v, %v", theirs, theirs.Transfer, err)
	}
	if _, err := them.RejectTransfer(t.Context(), "THEY-3", name, ""); err != nil {
		t.Fatal(err)
	}
	if m, err := us.Poll(t.Context()); err != nil || m == nil || m.Kind != registry.MessageTransferFailed || m.Name != name {
		t.Errorf("we are told %+v, %v", m, err)
	}
	ask.ClTRID = "NY-d-1"
	if _, err := us.Transfer(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	if _, err := them.ApproveTransfer(t.Context(), "THEY-4", name); err != nil {
		t.Fatal(err)
	}
	ours, err := us.Info(t.Context(), name)
	if err != nil || !ours.Ours || !ours.Transfer.Status.Approved() || ours.Transfer.Other != sandbox.OtherRegistrar {
		t.Errorf("we see %+v, %+v, %v", ours, ours.Transfer, err)
	}
	if m, err := them.Poll(t.Context()); err != nil || m != nil {
		t.Errorf("they are told %+v, %v", m, err)
	}
}

func refused(err error, code int) bool {
	no, ok := registry.AsRefusal(err)
	return ok && no.Code == code
}
