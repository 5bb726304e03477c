package reseller

// OrderStatus is where an order stands in the words that accounts are told: what becomes of it inside the server is one of them.
type OrderStatus string

// The status of an order.
const (
	StatusInProgress OrderStatus = "in_progress" // it waits, is under way, or its outcome is being looked for
	StatusPending    OrderStatus = "pending"     // the registry will decide
	StatusDone       OrderStatus = "done"
	StatusRefused    OrderStatus = "refused"
	StatusSuperseded OrderStatus = "superseded"
)

// Status is the state in the words that accounts are told.
func (s OrderState) Status() OrderStatus {
	switch s {
	case OrderQueued, OrderSending, OrderUnknown:
		return StatusInProgress
	}
	return OrderStatus(s)
}

// States lists the states of a status; none if there is no such status.
func (w OrderStatus) States() []OrderState {
	switch w {
	case StatusInProgress:
		return []OrderState{OrderQueued, OrderSending, OrderUnknown}
	case StatusPending, StatusDone, StatusRefused, StatusSuperseded:
		return []OrderState{OrderState(w)}
	}
	return nil
}
