package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
)

// registryMessageView is a message as it is printed.
type registryMessageView struct {
	ID        int64      `json:"id"`
	Connector string     `json:"connector"`
	MessageID string     `json:"message_id"` // the registry's own
	SentAt    *time.Time `json:"sent_at"`
	Kind      string     `json:"kind,omitempty"`
	Name      string     `json:"name,omitempty"`
	Words     string     `json:"words"`
	Data      string     `json:"data,omitempty"`
	TakenAt   time.Time  `json:"taken_at"`
	DoneAt    *time.Time `json:"done_at"`
}

type registryMessagesCmd struct {
	Name  string `arg:"" optional:"" help:"Only of this connector."`
	All   bool   `env:"NAMEYARD_MESSAGES_ALL" help:"Also those that somebody has seen to."`
	Done  int64  `env:"NAMEYARD_MESSAGES_DONE" placeholder:"ID" help:"You have seen to this message; it is listed no more."`
	Limit int    `default:"100" env:"NAMEYARD_MESSAGES_LIMIT" help:"How many at most (${default})."`
}

// Run lists the messages, or notes that one is seen to.
func (c *registryMessagesCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Registries{Store: d.Store}
		if c.Done != 0 {
			if err := u.MessageDone(ctx, c.Done); err != nil {
				return err
			}
			return p.out.say(map[string]any{"id": c.Done, "done": true}, "message %d is seen to", c.Done)
		}
		found, err := u.Messages(ctx, c.Name, c.All, c.Limit)
		if err != nil {
			return err
		}
		views := make([]registryMessageView, len(found))
		for i, m := range found {
			views[i] = registryMessageView{m.ID, m.Connector, m.MessageID, optional(m.SentAt), m.Kind, m.Name, m.Words, m.Data, m.TakenAt, optional(m.DoneAt)}
		}
		return table(p.out, views, "ID TAKEN REGISTRY KIND NAME DONE WORDS", func(v registryMessageView) []any {
			words := v.Words
			if v.Data != "" {
				words += " [" + v.Data + "]"
			}
			return []any{v.ID, v.TakenAt, v.Connector, v.Kind, v.Name, v.DoneAt != nil, words}
		})
	})
}
