package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
)

// registryFindingView is a difference as it is printed.
type registryFindingView struct {
	Name      string    `json:"name"`
	Connector string    `json:"connector"`
	Part      string    `json:"part"`
	Words     string    `json:"words"`
	Mended    bool      `json:"mended"`
	FoundAt   time.Time `json:"found_at"`
}

type registryFindingsCmd struct {
	Limit int `default:"100" env:"NAMEYARD_FINDINGS_LIMIT" help:"How many at most (${default})."`
}

// Run lists the differences.
func (c *registryFindingsCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		found, err := operator.Registries{Store: d.Store}.Findings(ctx, c.Limit)
		if err != nil {
			return err
		}
		views := make([]registryFindingView, len(found))
		for i, f := range found {
			views[i] = registryFindingView{f.Name, f.Connector, f.Part, f.Words, f.Mended, f.FoundAt}
		}
		return table(p.out, views, "FOUND NAME REGISTRY PART MENDED WORDS", func(v registryFindingView) []any {
			return []any{v.FoundAt, v.Name, v.Connector, v.Part, v.Mended, v.Words}
		})
	})
}
