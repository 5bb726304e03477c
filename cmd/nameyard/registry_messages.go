package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
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

func viewRegistryMessage(m reseller.RegistryMessage) registryMessageView {
	return registryMessageView{m.ID, m.Connector, m.MessageID, optional(m.SentAt), m.Kind, m.Name, m.Words, m.Data, m.TakenAt, optional(m.DoneAt)}
}

type registryMessagesCmd struct {
	Registry string `arg:"" name:"name" optional:"" help:"Only of this connector."`
	Domain   string `env:"NAMEYARD_LIST_DOMAIN" placeholder:"PATTERN" help:"Only about this name, or about names that a pattern fits: *.se"`
	Kind     string `env:"NAMEYARD_LIST_KIND" help:"Only of this kind: transfer_requested, verification_due, hold_set, low_funds …"`
	All      bool   `env:"NAMEYARD_MESSAGES_ALL" help:"Also those that somebody has seen to."`
	Done     int64  `env:"NAMEYARD_MESSAGES_DONE" placeholder:"ID" help:"You have seen to this message; it is listed no more."`
	timeFlags
	pageFlags
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
		choice := operator.MessageChoice{Connector: c.Registry, Name: c.Domain, Kind: c.Kind, All: c.All, Taken: c.between()}
		return listing[reseller.RegistryMessage]{
			get: func(page reseller.Page) ([]reseller.RegistryMessage, error) {
				choice.Page = page
				return u.Messages(ctx, choice)
			},
			id: func(m reseller.RegistryMessage) int64 { return m.ID }, view: func(m reseller.RegistryMessage) any { return viewRegistryMessage(m) },
			columns: "ID TAKEN REGISTRY KIND NAME DONE WORDS",
			row: func(m reseller.RegistryMessage) []any {
				v := viewRegistryMessage(m)
				words := v.Words
				if v.Data != "" {
					words += " [" + v.Data + "]"
				}
				return []any{v.ID, v.TakenAt, v.Connector, v.Kind, v.Name, v.DoneAt != nil, words}
			},
		}.print(p, c.pageFlags)
	})
}
