package simulator

import "carehouse/extract/invented"

// The words that records are made of. Payers, employers and providers are invented; codes are only codes, and the
// descriptions are our own.

func cities() []string {
	return []string{
		"Springfield, OH 00001", "Riverton, PA 00002", "Lakeside, MI 00003", "Fairview, NJ 00004",
		"Georgetown, KY 00005", "Clinton, IL 00006",
	}
}

type payer struct {
	id        int64
	name      string
	short     string
	retriever string
}

func payers() []payer {
	return []payer{
		{33, "Blue Meadow Health of Ohio", "Blue Meadow OH", "bluemeadow.Ohio"},
		{42, "Granite Mutual Benefit", "Granite", "granite.Mutual"},
		{57, "Harborview Dental Plans", "Harborview", "harborview.Dental"},
		{61, "Lantern Vision Care", "Lantern", "lantern.Vision"},
		{78, "Northfield Rx Partners", "Northfield Rx", "northfield.Pharmacy"},
		{90, "Union Prairie Health Fund", "Union Prairie", "prairie.Union"},
	}
}

func companies() []string {
	return []string{
		"Acorn Planting Services, LLC", "Beacon Paper Company", "Cobalt Freight", "Delta Millworks", "Evergreen Schools",
		"Foxglove Foods", "Granger & Sons", "Hillside Foundry", "Ironwood Credit Union", "Juniper Software",
	}
}

func providers() []string {
	return []string{
		"Cedar Family Medicine", "Dr. Amara Whitlock", "Eastgate Imaging", "Foothill Orthopedics", "Glen Dental Group",
		"Highland Regional Hospital", "Insight Eye Associates", "Juniper Pharmacy #12", "Kestrel Physical Therapy",
		"Lowland Urgent Care", "Maple Behavioral Health", "Northside Surgery Center",
	}
}

// A procedure is a code and what our own words call it.
type procedure struct{ code, name string }

func procedures(kind int) []procedure {
	switch kind {
	case dental:
		return []procedure{
			{"D0120", "Periodic oral check"},
			{"D1110", "Cleaning, adult"},
			{"D2391", "Filling, one surface"},
			{"D2740", "Crown, ceramic"},
			{"D7140", "Extraction"},
		}
	case rx:
		return []procedure{
			{"", "Atorvastatin 20 mg tablet"},
			{"", "Metformin 500 mg tablet"},
			{"", "Lisinopril 10 mg tablet"},
			{"", "Albuterol inhaler"},
			{"", "Amoxicillin 500 mg capsule"},
		}
	case vision:
		return []procedure{{"92014", "Eye exam, known patient"}, {"V2020", "Frames"}, {"V2100", "Lens, single vision"}}
	case facility:
		return []procedure{
			{"0450", "Emergency room"},
			{"0120", "Room and board, two beds"},
			{"0360", "Operating room"},
			{"0300", "Laboratory"},
			{"0250", "Pharmacy, hospital"},
		}
	default:
		return []procedure{
			{"99213", "Office visit, known patient"},
			{"99203", "Office visit, new patient"},
			{"80053", "Metabolic panel"},
			{"85025", "Blood count"},
			{"71046", "Chest X-ray, two views"},
			{"97110", "Therapeutic exercise"},
			{"90834", "Psychotherapy, 45 minutes"},
			{"36415", "Blood draw"},
		}
	}
}

func diagnoses() []string {
	return []string{
		"E11.9", "I10", "J06.9", "M54.50", "Z00.00", "F41.1", "K21.9", "M19.172", "R07.9", "S93.401A", "N39.0", "H52.13",
	}
}

func problems() []string {
	return []string{
		"invalid", "locked", "needs_two_factor", "inactive", "sec_question", "broken", "incomplete", "wrong_secondary",
		"mfa_carrier", "migrating", "invalid_username_format", "invalid_interop_token",
	}
}

func accounts() []string { return []string{"HSA", "FSA", "HRA", "LPFSA", "DCFSA"} }

// The kinds of claims, numbered as type_id.
const (
	medical = iota + 1
	dental
	rx
	vision
	facility
)

func kindName(kind int) string {
	return [...]string{medical: "medical", dental: "dental", rx: "rx", vision: "vision", facility: "facility"}[kind]
}

// A lexicon is all the words, made once for each simulator.
type lexicon struct {
	firsts, lasts, streets, cities, companies, providers, diagnoses, problems, accounts []string
	payers                                                                              []payer
	procedures                                                                          [facility + 1][]procedure
}

func newLexicon() *lexicon {
	l := &lexicon{
		firsts: invented.FirstNames(), lasts: invented.LastNames(), streets: invented.Streets(), cities: cities(), companies: companies(),
		providers: providers(), diagnoses: diagnoses(), problems: problems(), accounts: accounts(), payers: payers(),
	}
	for kind := medical; kind <= facility; kind++ {
		l.procedures[kind] = procedures(kind)
	}
	return l
}
