package jobs

import (
	"context"
	"time"
)

// Webhooks posts events to accounts (webhooks.Deliverer).
type Webhooks interface {
	QueueDeliveries(ctx context.Context) error
	Deliver(ctx context.Context, failing bool) error
}

// webhookJobs are the jobs of webhooks. Where business time moves in steps only the fanning out keeps up with it: posts and
// their retries live by wall time.
func webhookJobs(d Deps) []Job {
	if d.Webhooks == nil {
		return nil
	}
	w := d.Webhooks
	return []Job{
		{Name: WebhookEvents, Every: 3 * time.Second, AtStart: true, Does: "writes down which events are to be posted where", Run: w.QueueDeliveries, AtSteps: true},
		{Name: WebhookPosts, Every: 3 * time.Second, Does: "posts events to webhooks", Run: func(ctx context.Context) error { return w.Deliver(ctx, false) }},
		{Name: WebhookRetries, Every: 5 * time.Second, Does: "posts events to webhooks that failed", Run: func(ctx context.Context) error { return w.Deliver(ctx, true) }},
	}
}
