package reseller

import "time"

// SavedView is a search for names that a user of the panel has given a name.
type SavedView struct {
	ID        int64
	UserID    int64
	Name      string // one user has it once
	Search    string // the words of the search, as they were typed
	CreatedAt time.Time
}

// What a saved view may hold at most, in characters.
const (
	MaxViewName   = 60
	MaxViewSearch = 4000
)
