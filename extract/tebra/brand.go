package tebra

// A brand is one of the vendor's names, in whose words people are spoken to. The wire is the same.
type brand struct {
	source string // as a configuration calls it
	name   string
}

// The names that a configuration may use.
const (
	tebraName = "tebra"
	kareoName = "kareo"
)

func brandOf(called string) brand {
	if called == kareoName {
		return brand{kareoName, "Kareo"}
	}
	return brand{tebraName, "Tebra"}
}

// key is what the vendor calls the customer key.
func (b brand) key() string { return b.name + " customer key" }
