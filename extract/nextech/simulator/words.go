package simulator

func encounterTypes() []string {
	return []string{
		"Office Visit", "Follow-up", "Annual Exam", "Post-op", "Procedure", "Telehealth", "Consult", "Nurse Visit",
	}
}

func departments() []string {
	return []string{"Dermatology", "Ophthalmology", "Plastic Surgery", "Orthopaedics"}
}

func locations() []string {
	return []string{"Main Street", "Harbor Clinic", "St. Clair – Annex", "Orchard Ave"}
}

func designations() []string { return []string{"MD", "DO", "PA-C", "NP", "O.D."} }

// The names of the sections, as they are listed and as the headings have them.
const (
	allergies   = "Allergies"
	history     = "History"
	medications = "Medications"
	plan        = "Plan of Care"
	problems    = "Problems"
	procedures  = "Procedures"
	results     = "Results"
	vitals      = "Vital Signs"
)

func sectionNames() []string {
	return []string{allergies, history, medications, plan, problems, procedures, results, vitals}
}

func problemRows() [][]string {
	return [][]string{
		{"Actinic keratosis", "L57.0"},
		{"Essential (primary) hypertension", "I10"},
		{"Type 2 diabetes mellitus without complications", "E11.9"},
		{"Age-related nuclear cataract, bilateral", "H25.13"},
		{"Sjögren’s syndrome", "M35.00"},
		{"Low back pain, <6 weeks", "M54.50"},
		{"Ménière’s disease, right ear", "H81.01"},
		{"Rosacea & flushing", "L71.9"},
	}
}

func medicationRows() [][]string {
	return [][]string{
		{"Lisinopril 10 mg tablet", "1 tablet daily"},
		{"Metformin 500 mg tablet", "1 tablet twice a day with food"},
		{"Tretinoin 0.025% cream", "thin layer at night"},
		{"Latanoprost 0.005% eye drops", "1 drop in each eye “at bedtime”"},
		{"Amoxicillin 500 mg capsule", "1 capsule every 8 hours – 7 days"},
		{"Ibuprofen 400 mg tablet", "as needed, max. 3 × daily"},
	}
}

func allergyRows() [][]string {
	return [][]string{
		{"Penicillin", "Hives", "Moderate"},
		{"Latex", "Contact dermatitis", "Mild"},
		{"Codeine", "Nausea & vomiting", "Moderate"},
		{"Shellfish", "Anaphylaxis", "Severe"},
		{"Adhesive tape", "Redness", "Mild"},
	}
}

func procedureRows() [][]string {
	return [][]string{
		{"Cryotherapy of lesion", "17000"},
		{"Shave biopsy", "11102"},
		{"Intravitreal injection", "67028"},
		{"Mohs surgery, first stage", "17311"},
		{"Laser treatment – face", "17106"},
	}
}

func resultRows() [][]string {
	return [][]string{
		{"Hemoglobin A1c", "%", "4.0–5.6"},
		{"Glucose", "mg/dL", "70–99"},
		{"Creatinine", "mg/dL", "0.6–1.3"},
		{"LDL cholesterol", "mg/dL", "<100"},
		{"Intraocular pressure, left", "mmHg", "10–21"},
	}
}

func complaints() []string {
	return []string{
		"Patient says: “it itches at night”. No fever.",
		"Follow-up after surgery in A Coruña; the wound has healed.",
		"Blurry vision for 3 weeks, worse in the morning.",
		"Here with her niña; asks about sun protection > SPF 30.",
		"Pain 4/10, was 7/10. Sleeps better – uses the brace.",
		"No complaints. Wants a refill of “the usual”.",
	}
}

func plans() []string {
	return []string{
		"Return in 3 months, sooner if worse.",
		"Continue medications. Labs before the next visit.",
		"Biopsy sent. Patient will be called with the result.",
		"Discussed risks & benefits; patient’s questions were answered.",
		"Refer to Dr. Testperson at Harbor Clinic.",
	}
}

func addenda() []string {
	return []string{
		"Pathology came back benign.",
		"Dose corrected after a call from the pharmacy.",
		"Patient’s daughter called: symptoms have resolved.",
		"Laterality corrected: right eye, not left.",
	}
}
