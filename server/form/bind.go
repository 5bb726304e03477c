package form

import (
	"context"

	"nameyard/actions"
	"nameyard/reseller"
)

// Answer is an encoded success. Body is a whole JSON text.
type Answer struct {
	Body  []byte
	Order reseller.Order // the order that was placed or joined; ID 0 if none. It is there beside an error, too
}

// Run carries out one action, from the parameters P of a face to bytes.
type Run[P any] func(context.Context, *actions.Service, actions.Call, P) (Answer, error)

// Bind joins a decoder, an action and an encoder. The action is not called if the decoder found something wrong.
func Bind[P interface{ Err() error }, Q, R any](
	decode func(P) Q,
	act func(*actions.Service, context.Context, actions.Call, Q) (R, error),
	encode func(R) []byte,
) Run[P] {
	return func(ctx context.Context, s *actions.Service, call actions.Call, p P) (Answer, error) {
		request := decode(p)
		if err := p.Err(); err != nil {
			return Answer{}, err
		}
		result, err := act(s, ctx, call, request)
		answer := Answer{Order: toAcknowledge(result)}
		if err == nil {
			answer.Body = encode(result)
		}
		return answer, err
	}
}

// BindDone is Bind for actions that have no result: done is the answer.
func BindDone[P interface{ Err() error }, Q any](
	decode func(P) Q,
	act func(*actions.Service, context.Context, actions.Call, Q) error,
	done func(struct{}) []byte,
) Run[P] {
	quiet := func(s *actions.Service, ctx context.Context, call actions.Call, r Q) (struct{}, error) {
		return struct{}{}, act(s, ctx, call, r)
	}
	return Bind(decode, quiet, done)
}

// None decodes requests without parameters.
func None[P any](P) struct{} { return struct{}{} }

// toAcknowledge gives the order of a result that has one.
func toAcknowledge(result any) reseller.Order {
	if r, ok := result.(interface{ ToAcknowledge() reseller.Order }); ok {
		return r.ToAcknowledge()
	}
	return reseller.Order{}
}
