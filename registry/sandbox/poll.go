package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// message is the document of one service message.
type message struct {
	At     time.Time            `json:"at"`
	Kind   registry.MessageKind `json:"kind"`
	Name   string               `json:"name"`
	TLD    string               `json:"tld"`
	ClTRID string               `json:"cltrid,omitempty"`
	Words  string               `json:"words"`
	Due    time.Time            `json:"due,omitzero"`
}

func messageKey(n int64) string { return fmt.Sprintf("%s%020d", messagePrefix, n) }

// queue numbers messages and gives their documents and the counter's, to be written with what they tell of. The counter
// is in the same transaction, so messages stand in the order in which things were written, without gaps or doubles.
func (r *Registry) queue(ctx context.Context, messages []message) ([]Write, error) {
	if len(messages) == 0 {
		return nil, nil
	}
	docs, err := r.docs.Get(ctx, counterKey)
	if err != nil {
		return nil, unreachable(err)
	}
	counter, last := docs[counterKey], int64(0)
	if counter.Version > 0 {
		if err := decode(counterKey, counter.Body, &last); err != nil {
			return nil, unreachable(err)
		}
	}
	var writes []Write
	for _, m := range messages {
		body, err := json.Marshal(m)
		if err != nil {
			return nil, unreachable(err)
		}
		last++
		writes = append(writes, Write{Key: messageKey(last), Body: body})
	}
	return append(writes, Write{Key: counterKey, Body: strconv.AppendInt(nil, last, 10), Version: counter.Version}), nil
}

// Poll gives the oldest message, or nil when there is none. What is due by the clock happens first.
func (r *Registry) Poll(ctx context.Context) (*registry.Message, error) {
	if err := r.Tick(ctx); err != nil {
		return nil, err
	}
	if _, err := r.look(ctx, "poll"); err != nil {
		return nil, err
	}
	for range tries {
		keys, err := r.docs.List(ctx, messagePrefix, "", 1)
		if err != nil {
			return nil, unreachable(err)
		}
		if len(keys) == 0 {
			return nil, nil
		}
		docs, err := r.docs.Get(ctx, keys...)
		if err != nil {
			return nil, unreachable(err)
		}
		doc, ok := docs[keys[0]]
		if !ok {
			continue // acknowledged in between
		}
		return openMessage(keys[0], doc.Body)
	}
	return nil, unreachable(errCrowded)
}

func openMessage(key string, body []byte) (*registry.Message, error) {
	var m message
	if err := decode(key, body, &m); err != nil {
		return nil, unreachable(err)
	}
	n, err := strconv.ParseInt(key[len(messagePrefix):], 10, 64)
	if err != nil {
		return nil, unreachable(err)
	}
	return &registry.Message{
		ID: strconv.FormatInt(n, 10), At: m.At, Kind: m.Kind, Name: nameTold(m), ClTRID: m.ClTRID, Words: m.Words, Due: m.Due,
	}, nil
}

// Waiting is how many messages there are, counted up to a thousand.
func (r *Registry) Waiting(ctx context.Context) (int, error) {
	keys, err := r.docs.List(ctx, messagePrefix, "", 1000)
	if err != nil {
		return 0, unreachable(err)
	}
	return len(keys), nil
}

// Ack takes a message off the queue. A second acknowledgement of one message is refused with code 2303.
func (r *Registry) Ack(ctx context.Context, id string) error {
	if _, err := r.look(ctx, "poll"); err != nil {
		return err
	}
	gone := registry.Refuse(registry.CodeNoObject, "Object does not exist: message %s", id)
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1 {
		return gone
	}
	docs, err := r.docs.Get(ctx, messageKey(n))
	if err != nil {
		return unreachable(err)
	}
	doc, ok := docs[messageKey(n)]
	if !ok {
		return gone
	}
	err = r.put(ctx, []Write{{Key: messageKey(n), Version: doc.Version}}, nil)
	if errors.Is(err, errOvertaken) {
		return gone
	}
	return err
}

func nameTold(m message) reseller.Name {
	if m.Name == "" {
		return reseller.Name{}
	}
	return reseller.NameOf(m.Name, m.TLD)
}
