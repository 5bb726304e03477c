package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// chapter is a chapter of a story, with what its names stand for.
type chapter struct {
	operator.Chapter
	Who   string // did it; "" = that is not known
	Sides []side // of a posting
}

// side is one side of an entry of the ledger, with whose account it is on.
type side struct {
	reseller.Posting
	On string
}

// told puts a story into words.
func (p Pages) told(ctx context.Context, v *visit.Visit, story []operator.Chapter) ([]chapter, error) {
	tokens, err := tokensOf(ctx, p, story, func(c operator.Chapter) string { return c.Actor })
	if err != nil {
		return nil, err
	}
	var postings []reseller.Posting
	for _, c := range story {
		if entry, ok := c.Of.(reseller.Entry); ok {
			postings = append(postings, entry.Postings...)
		}
	}
	emails, err := emailsOf(ctx, p, postings, func(p reseller.Posting) int64 { account, _ := p.Owner(); return account })
	if err != nil {
		return nil, err
	}
	chapters := make([]chapter, len(story))
	for i, c := range story {
		chapters[i] = chapter{Chapter: c, Who: v.Language.Who(c.Actor, tokens)}
		if entry, ok := c.Of.(reseller.Entry); ok {
			for _, posting := range entry.Postings {
				chapters[i].Sides = append(chapters[i].Sides, side{posting, v.Language.LedgerAccount(posting, emails)})
			}
		}
	}
	return chapters, nil
}

// who says who one actor is.
func (p Pages) who(ctx context.Context, v *visit.Visit, actor string) (string, error) {
	tokens, err := tokensOf(ctx, p, []string{actor}, func(name string) string { return name })
	return v.Language.Who(actor, tokens), err
}

// tokensOf gives the names of the tokens that have acted in rows, by their numbers.
func tokensOf[T any](ctx context.Context, p Pages, rows []T, actor func(T) string) (map[int64]string, error) {
	var ids []int64
	for _, row := range rows {
		if id, ok := reseller.TokenActor(actor(row)); ok {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return p.Tokens.Names(ctx, distinct(ids))
}
