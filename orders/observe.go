package orders

import (
	"context"
	"errors"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// observation is what is known of an order while it is decided about. What is nil has not been asked for.
type observation struct {
	stuck     error // nothing can be asked: nobody serves the TLD, or the program is at fault
	takenOver bool  // the worker that had it is gone, and whether it sent the command is not known
	timeUp    bool  // the worker has looked for as long as it may
	lineTaken bool  // it could not be sent: another change of the domain is running

	answer *answer // to its command, sent by this worker
	view   *view   // a look at its name
	terms  *terms  // on which it may be sent again
	sale   *sale   // of its name, where the registry takes the price back
}

// question is something to observe.
type question int

const (
	nothing   question = iota
	theAnswer          // send the command
	theView            // look at the name
	theTerms           // may it be sent again?
	theSale            // which order registered the name?
)

// answer is the registry's answer to a command: it has confirmed or accepted it, has refused it, or nothing is known.
type answer struct {
	receipt registry.Receipt
	refused *refusal
	failed  error // ErrUnreachable if the command certainly did not leave us
}

// refusal is the registry's no with our stable code.
type refusal struct{ code, words string }

// view is what the registry shows of a name: nil if it has none.
type view struct {
	shown *registry.Registration
	err   error
}

// sale is the done order that registered a name, nil if there is none.
type sale struct {
	order *reseller.Order
	err   error
}

// observe asks one question about an attempt. Nothing else asks the registry or the books while an order is worked on.
func (s *Service) observe(a *attempt, seen *observation, q question) {
	switch q {
	case theAnswer:
		seen.answer = s.send(*a)
	case theView:
		seen.view = s.look(*a)
	case theTerms:
		seen.terms = s.readTerms(a)
	case theSale:
		ctx, stop := s.recordContext(context.Background())
		defer stop()
		sold, err := found(s.store.RegistrationOrder(ctx, a.DomainID))
		seen.sale = &sale{sold, err}
	}
}

// send calls the registry once, with a deadline. A deadline that passes is an open outcome and never a refusal.
func (s *Service) send(a attempt) *answer {
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	receipt, err := kinds[a.Kind].send(ctx, a)
	if err == nil {
		return &answer{receipt: receipt}
	}
	if r := refusalOf(err); r != nil {
		return &answer{refused: r}
	}
	s.log.Warn("outcome of an order is open", "order", a.ID, "kind", a.Kind, "name", a.Name.String(), "attempt", a.Attempt, "err", err)
	return &answer{failed: err}
}

// look reads the registry's view of a name.
func (s *Service) look(a attempt) *view {
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return &view{}
	case err != nil:
		s.log.Warn("cannot look at a name", "order", a.ID, "name", a.Name.String(), "err", err)
		return &view{err: fmt.Errorf("look at %s: %w", a.Name, err)}
	}
	return &view{shown: &shown}
}

// refusalOf finds the registry's no in an error, and our stable code for it; nil if it is not a refusal.
func refusalOf(err error) *refusal {
	no, is := registry.AsRefusal(err)
	if !is {
		return nil
	}
	code := reseller.CodeRefused
	switch no.Code {
	case registry.CodeExists:
		code = reseller.CodeNotAvailable
	case registry.CodeBadAuthCode:
		code = reseller.CodeAuthCode
	case registry.CodeStatusProhibits, registry.CodePendingTransfer, registry.CodeNotPendingTransfer:
		code = reseller.CodeBadState
	}
	return &refusal{code, no.Words}
}

// checkAuthCode asks the registry whether an auth code is the name's. It refuses if not.
func (s *Service) checkAuthCode(ctx context.Context, conn registry.AuthCodeChecker, name reseller.Name, code string) error {
	err := conn.CheckAuthCode(ctx, name, code)
	if no := refusalOf(err); no != nil {
		return reseller.Errorf(reseller.KindRefused, no.code, "%s", no.words)
	}
	if err != nil {
		return unreachable(name, err)
	}
	return nil
}

// voidAuthCode has the registry set another auth code that nobody sees.
func (s *Service) voidAuthCode(ctx context.Context, conn registry.AuthInfoSetter, o reseller.Order) error {
	if _, err := conn.NewAuthCode(ctx, o.ClTRID(), o.Name); err != nil {
		return unreachable(o.Name, err)
	}
	return nil
}

func unreachable(name reseller.Name, cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
		"the registry of .%s does not answer; nothing was done, try again", name.TLD()).Because(cause)
}
