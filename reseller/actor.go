package reseller

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Actor is who did something, and by which way: a caller's token, the operator, or a job.
type Actor struct {
	Name      string     // "token 12", "user anna@example.com", "operator anna@ns1", "job renew", "server"
	Face      string     // the way in: "action", "rest", "v2" or "panel"; empty for the server's own acts and the command line
	Address   netip.Addr // where the call came from; not valid where there was none
	RequestID string     // of the call; empty where there was none
	Caller    bool       // a reseller: what it may change in a day without paying is limited
	Stay      Stay       // of a person who acts in the panel: what is done is done only while it lasts
}

// Operator reports whether it is the operator at the command line, or whoever acts for the operator there.
func (a Actor) Operator() bool {
	return a.Name == Operator.Name || strings.HasPrefix(a.Name, Operator.Name+" ")
}

// Decided is the actor of what goes on once it has been decided, however long that takes: also when the person has left meanwhile.
func (a Actor) Decided() Actor {
	a.Stay = Stay{}
	return a
}

// Operator is the person at the command line, where nothing more is known of who it is.
var Operator = Actor{Name: "operator"}

// Itself is the server, which acts without being asked: it renews, deletes and repairs.
var Itself = Actor{Name: "server"}

// Actor is the caller as audit records and orders name who acts. A caller without token and user is the server itself.
func (c Caller) Actor() Actor {
	if c.Itself() {
		return Itself
	}
	name := fmt.Sprintf("token %d", c.Token.ID)
	if c.User.ID != 0 {
		name = "user " + c.User.Email
	}
	return Actor{Name: name, Face: c.Face, Address: c.From, RequestID: c.RequestID, Caller: true, Stay: c.Stay}
}

// TokenActor gives the number of the token that an actor's name is of, as Actor names them.
func TokenActor(name string) (id int64, ok bool) {
	digits, ok := strings.CutPrefix(name, "token ")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil
}

type operatorKey struct{}

// ActingAs says which operator acts in a context: what is recorded under it is recorded as that person's.
func ActingAs(ctx context.Context, operator Actor) context.Context {
	return context.WithValue(ctx, operatorKey{}, operator)
}

// OperatorIn is the operator who acts in a context: Operator, where nobody said who it is.
func OperatorIn(ctx context.Context) Actor {
	if a, ok := ctx.Value(operatorKey{}).(Actor); ok {
		return a
	}
	return Operator
}
