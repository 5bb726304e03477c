package actions

// Page asks for one page of a list that is kept in the order of ids.
type Page struct {
	After int64 // only ids beyond it
	Limit int   // at most this many; 0 = a page of usual size
}

func (p Page) limit() int {
	if p.Limit <= 0 || p.Limit > pageSize {
		return pageSize
	}
	return p.Limit
}
