package reseller

// RegistryFindingSearch chooses differences between names and their registries. What is not set chooses all.
type RegistryFindingSearch struct {
	Account   int64
	Domains   []int64 // rows of names; empty = any
	Name      NamePattern
	Connector string
	Part      string  // what of the name differs
	Open      bool    // only those that were not mended
	Untold    bool    // only those that the operator has not been told of
	Found     Between // business time
	Page
}

// RegistryMessageSearch chooses messages of registries that are kept. What is not set chooses those that wait for the operator.
type RegistryMessageSearch struct {
	Connector string
	Name      NamePattern
	Names     []string // these names, in ACE; empty = any
	Kind      string
	All       bool    // also those that the operator has seen to
	Taken     Between // business time
	Page
}
