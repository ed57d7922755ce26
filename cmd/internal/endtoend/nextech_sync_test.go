package endtoend

import (
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// TestNextechAFullSyncHoldsWhatAPracticeHolds fetches a practice whose documents come in both encodings, and one whose
// documents are limited to a section.
func TestNextechAFullSyncHoldsWhatAPracticeHolds(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 401, Size: 60, Patients: 14})
	did := p.sync(t, engine.OK)
	if !did.Published || did.Generation != 1 || did.Receipts == 0 || did.Agreed != did.Receipts || did.Rejects != 0 || did.Drift != 0 {
		t.Errorf("got %+v", did)
	}
	truth, r := p.login.Truth(""), p.currentOf(t, records.Source)
	r.holdsPractice(t, truth)
	r.neverSays(t, truth)
	r.state(t).agree(t)
	r.filled(t, records.Tables(), 75, map[string]string{"encounters.section": "is of documents that are limited to a section"})
	if n := r.one(t, "SELECT count(DISTINCT encoding) FROM nextech.encounter_documents"); n != "2" {
		t.Errorf("documents came in %s encodings", n)
	}
	if n := r.one(t, "SELECT count(*) FROM (SELECT encounter_id FROM nextech.encounters GROUP BY 1 HAVING count(*) > 1)"); n == "0" {
		t.Error("no two patients have an encounter's id in common")
	}
	if ahead := r.one(t, "SELECT count(*) FROM nextech.encounters WHERE encounter_date > _extracted_at"); ahead == "0" {
		t.Error("no encounter is later today")
	}
	p.verify(t)
}

// TestNextechDocumentsMayBeLimitedToASection reads the section that the configuration names, and no other.
func TestNextechDocumentsMayBeLimitedToASection(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 402, Size: 20, Patients: 8}, "section: Medications")
	p.sync(t, engine.OK)
	truth := p.login.Truth("")
	for _, e := range truth.Encounters {
		if e.Document == nil {
			continue
		}
		var kept []eyes.Section
		for _, s := range e.Document.Sections {
			if s.Heading == "Medications" {
				kept = append(kept, s)
			}
		}
		e.Document.Sections = kept
	}
	r := p.currentOf(t, records.Source)
	r.holdsPractice(t, truth)
	r.filled(t, records.Tables(), 75, nil)
}
