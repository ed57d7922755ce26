package simulator

import "carehouse/extract/invented"

// The words that records are made of. Payers, practices and people are invented; codes are only codes, and the
// descriptions are our own.

// Marker is in some name of every simulated person.
const Marker = invented.Marker

type town struct{ city, state, zip string }

func towns() []town {
	return []town{
		{"Springfield", "OH", "00001"},
		{"Riverton", "PA", "00002"},
		{"Lakeside", "MI", "00003"},
		{"Fairview", "NJ", "00004"},
		{"Georgetown", "KY", "00005"},
		{"Clinton", "IL", "00006"},
	}
}

// practiceNames are told apart by exact spelling only, and one has to be escaped.
func practiceNames() []string {
	return []string{
		"Demo Family Practice", "Example Pediatrics & Wellness", "Sample Orthopedics <North>",
		"Demo Family Practice II",
	}
}

// An insurer is a company with one plan.
type insurer struct {
	id            int64
	company, plan string
}

func insurers() []insurer {
	return []insurer{
		{301, "Blue Meadow Health", "Blue Meadow PPO"},
		{302, "Granite Mutual Benefit", "Granite HMO"},
		{303, "Lantern & Sons Assurance", "Lantern Select"},
		{304, "Northfield Partners", "Northfield Choice"},
		{305, "Harborview Plans", "Harborview Medicare Supplement"},
		{306, "Old Mill Cooperative", "Old Mill Bronze"},
	}
}

// A code is a procedure with its price in cents.
type code struct {
	id        int64
	code      string
	name      string
	category  string
	price     int64
	custom    bool // the practice's own, no CPT
	retired   bool
	created   int64
	modified  int64
	drug, ndc string
}

func codes() []code {
	list := []code{
		{code: "99213", name: "Office visit, established, low", category: "Evaluation", price: 12500},
		{code: "99214", name: "Office visit, established, moderate", category: "Evaluation", price: 18550},
		{code: "99203", name: "Office visit, new, low", category: "Evaluation", price: 17025},
		{code: "93000", name: "Electrocardiogram, complete", category: "Medicine", price: 4599},
		{code: "36415", name: "Drawing of blood", category: "Laboratory", price: 1200},
		{code: "85025", name: "Blood count, automated", category: "Laboratory", price: 2133},
		{code: "90471", name: "Giving of one vaccine", category: "Medicine", price: 3500},
		{code: "J3301", name: "Triamcinolone, 10 mg", category: "Drug", price: 875, drug: "Triamcinolone", ndc: "00000-0293-05"},
		{code: "97110", name: "Therapeutic exercise, 15 minutes", category: "Therapy", price: 5250},
		{code: "20610", name: "Injection into a large joint", category: "Surgery", price: 21000},
		{code: "NOSHOW", name: "Missed appointment fee", category: "Practice", price: 2500, custom: true},
		{code: "FORM-1", name: "Completion of a form", category: "Practice", price: 1501, custom: true},
		{code: "99201", name: "Office visit, new, minimal", category: "Evaluation", price: 9000, retired: true},
	}
	for i := range list {
		list[i].id = int64(7001 + i)
	}
	return list
}

func diagnoses() []string {
	return []string{"E11.9", "I10", "J06.9", "M54.50", "Z00.00", "K21.9", "F41.1", "R51.9", "N39.0", "L30.9"}
}

func reasonNames() []string {
	return []string{
		"Annual exam", "Follow-up", "New patient", "Vaccination", "Lab draw", "Physical therapy", "Injection", "Telehealth visit",
		"Procedure", "Urgent visit", "Counseling", "Form & letters",
	}
}

func payerScenarios() []string {
	return []string{"Commercial", "Medicare", "Medicaid", "Self Pay", "Workers Comp", "Auto Insurance"}
}

func contractReasons() []string { return []string{"CO-45", "CO-253", "OA-23"} }
func secondReasons() []string   { return []string{"PI-97", "OA-18", "CO-59"} }

// notes hold what has to survive the wire: quotes, an ampersand, angle brackets, a line break as Windows writes it.
func notes() []string {
	return []string{
		"Called back & left a message.", "Prefers <mornings>.", "Said: \"no rush\".", "First line\r\nsecond line",
		"Résumé on file", "Needs an interpreter", "1 > 0",
	}
}
