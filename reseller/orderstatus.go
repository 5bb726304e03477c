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

// OrderStage is where an order stands in more words than its state, for whoever looks at it: one of unknown outcome may be known to have had no effect yet.
type OrderStage string

// The stages beside the states.
const (
	StageUnsent OrderStage = "unsent" // it has not reached the registry, and is sent again
	StageWaits  OrderStage = "waits"  // it has had no effect, and waits: see Waits
)

// Stage is where the order stands.
func (o Order) Stage() OrderStage {
	switch {
	case o.Waits():
		return StageWaits
	case o.NeverSent():
		return StageUnsent
	}
	return OrderStage(o.State)
}

// Stage is where the order stood after the step.
func (s OrderStep) Stage() OrderStage { return Order{State: s.State, Code: s.Code}.Stage() }

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
