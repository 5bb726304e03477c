package jobs

import (
	"context"
	"time"
)

// Webhooks posts events to accounts (webhooks.Courier).
type Webhooks interface {
	Fan(ctx context.Context) error
	Deliver(ctx context.Context, failing bool) error
}

// Posts is what the jobs forget of webhooks in the store.
type Posts interface {
	ForgetPosts(ctx context.Context, before time.Time, limit int) (int64, error)
}

const (
	// postsKept is how long ended deliveries are kept for "webhook log", wall time.
	postsKept      = 30 * 24 * time.Hour
	postsForgotten = 1000 // at once
)

// webhookJobs are the jobs of webhooks. Where business time moves in steps only the fanning out keeps up with it: posts and
// their retries live by wall time.
func webhookJobs(d Deps) []Job {
	if d.Webhooks == nil {
		return nil
	}
	w := d.Webhooks
	return []Job{
		{Name: WebhookEvents, Every: 3 * time.Second, Does: "writes down which events are to be posted where", Run: w.Fan, AtSteps: true},
		{Name: WebhookPosts, Every: 3 * time.Second, Does: "posts events to webhooks", Run: func(ctx context.Context) error { return w.Deliver(ctx, false) }},
		{Name: WebhookRetries, Every: 5 * time.Second, Does: "posts events to webhooks that failed", Run: func(ctx context.Context) error { return w.Deliver(ctx, true) }},
		{Name: OldPosts, Every: time.Hour, Does: "forgets posts to webhooks after 30 days", Run: forgetPosts(d)},
	}
}

func forgetPosts(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			n, err := d.Posts.ForgetPosts(ctx, d.Clock.Wall().Add(-postsKept), postsForgotten)
			if err != nil || n < postsForgotten {
				return err
			}
		}
		return ctx.Err()
	}
}
