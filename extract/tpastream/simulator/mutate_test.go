package simulator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"carehouse/extract/tpastream/simulator"
	"carehouse/models/tpastream"
)

func claim(t *testing.T, s *simulator.Simulator, id int64) tpastream.Claim {
	t.Helper()
	c, ok := s.Claim(id, simulator.V1)
	if !ok {
		t.Fatalf("claim %d is not there", id)
	}
	return c
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestAChangedClaimHasANewTimeAndAnEvent(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 300})
	before := s.Truth()
	s.Advance(time.Hour)
	ids := s.Update(40)
	at := s.Clock()
	s.Advance(time.Hour)
	substantial, statuses := 0, 0
	for _, old := range before.Claims {
		id, _ := old.ClaimMedicalID.Get()
		now := claim(t, s, id)
		if !slices.Contains(ids, id) {
			if text(old) != text(now) {
				t.Fatalf("claim %d changed and was not named", id)
			}
			continue
		}
		if modified, _ := now.ModifiedDate.Time(); !modified.Equal(at) {
			t.Fatalf("modifieddate: got %s, want %s", modified, at)
		}
		if updated, _ := now.LastUpdatedStatus.Time(); updated.Equal(at) {
			substantial++
		}
		if now.Status != old.Status {
			statuses++
		}
		if now.PatientName != old.PatientName || now.CreatedDate != old.CreatedDate {
			t.Fatal("an update changed the patient or createddate")
		}
	}
	if substantial == 0 || substantial == 40 || statuses == 0 {
		t.Fatalf("got %d substantial changes and %d of the status among 40", substantial, statuses)
	}
	if events := s.Truth().Events; len(events) != len(before.Events)+40 {
		t.Fatalf("got %d events more, want 40", len(events)-len(before.Events))
	}
}

func TestASilentEditLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 300})
	before := s.Truth()
	s.Advance(time.Hour)
	ids := s.Edit(20)
	for _, old := range before.Claims {
		id, _ := old.ClaimMedicalID.Get()
		now := claim(t, s, id)
		if now.ModifiedDate != old.ModifiedDate || now.LastUpdatedStatus != old.LastUpdatedStatus {
			t.Fatal("an edit moved a date")
		}
		if edited := slices.Contains(ids, id); edited != (text(old.Lines) != text(now.Lines)) && len(old.Lines) > 0 {
			t.Fatalf("claim %d: edited %v, lines changed %v", id, edited, !edited)
		}
	}
	if len(s.Truth().Events) != len(before.Events) {
		t.Fatal("an edit made an event")
	}
}

func TestADeletedClaimIsGoneEverywhere(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 300})
	ids := s.Delete(30)
	if got := sweep(t, s, "/api/claims", 50); len(got) != 270 || s.Count() != 270 {
		t.Fatalf("got %d claims, want 270", len(got))
	}
	for _, id := range ids {
		if w := ask(s, "/api/v2/claims/"+strconv.FormatInt(id, 10), basic()); w.Code != http.StatusNotFound {
			t.Fatalf("claim %d: got %d, want 404", id, w.Code)
		}
	}
	if n := len(s.Truth().Claims); n != 270 {
		t.Fatalf("truth: got %d, want 270", n)
	}
}

func TestNewClaimsComeFirst(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 30})
	ids := s.Insert(3)
	slices.Reverse(ids)
	if got := get(t, s, "/api/claims?per_page=3").ids(); !slices.Equal(got, ids) {
		t.Fatalf("got %v first, want %v", got, ids)
	}
	w := ask(s, "/api/v2/claims/"+strconv.FormatInt(ids[0], 10), basic())
	var single struct {
		Data tpastream.Claim `json:"data"`
	}
	want, _ := s.Claim(ids[0], simulator.V2)
	if err := json.Unmarshal(w.Body.Bytes(), &single); err != nil || text(single.Data) != text(want) {
		t.Fatalf("single: %v, got %s, want %s", err, text(single.Data), text(want))
	}
}

func TestMembersEmployersAndLoginsChange(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 800})
	before := s.Truth()
	s.Archive(3)
	s.UpdateMembers(5)
	s.UpdateEmployers(1)
	s.DeleteMembers(2)
	s.InsertMembers(4)
	s.Break(6)
	s.Mend(2)
	s.Crawl(2)
	s.Advance(time.Hour)
	after := s.Truth()
	archived := func(t simulator.Truth) (n int) {
		for _, m := range t.Members {
			if yes, _ := m.Archived.Get(); yes {
				n++
			}
		}
		return n
	}
	if a, b := archived(before), archived(after); a == 0 || b < a+1 {
		t.Fatalf("got %d archived members before and %d after", a, b)
	}
	if len(after.Members) != len(before.Members)+2 || len(after.PolicyHolders) != len(before.PolicyHolders)+4 {
		t.Fatalf("got %d members and %d policy holders", len(after.Members), len(after.PolicyHolders))
	}
	changed := 0
	for i := range before.Employers {
		if text(before.Employers[i]) != text(after.Employers[i]) {
			changed++
		}
	}
	if changed != 1 {
		t.Fatalf("got %d changed employers, want 1", changed)
	}
	if n := len(after.Events) - len(before.Events); n != 10 {
		t.Fatalf("got %d events, want 10", n)
	}
}

func TestAHookChangesTheWorldBetweenPages(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 40})
	s.At(2, func() { s.Insert(1) })
	s.At(3, func() { s.DeleteFirst(2) })
	ids := sweep(t, s, "/api/claims", 10)
	slices.Sort(ids)
	repeated := len(ids) - len(slices.Compact(slices.Clone(ids)))
	if repeated != 1 || len(ids) != 39 {
		t.Fatalf("got %d claims with %d repeated, want 39 with one", len(ids), repeated)
	}
}

func TestMarksOfReadersMoveWithoutATrace(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 400})
	before := s.Truth()
	s.Advance(30 * 24 * time.Hour)
	after := s.Truth()
	moved := 0
	for i := range before.Claims {
		if before.Claims[i].ModifiedDate != after.Claims[i].ModifiedDate {
			t.Fatal("a date moved")
		}
		if before.Claims[i].Read != after.Claims[i].Read {
			moved++
		}
	}
	if moved == 0 || before.Employers[0].UnreadCount == after.Employers[0].UnreadCount {
		t.Fatalf("got %d claims read meanwhile, and the same unread_count", moved)
	}
}

func TestTheClockIsToldOrKeepsPace(t *testing.T) {
	t.Parallel()
	other := now().Add(-time.Hour)
	s := simulator.New(simulator.Options{Claims: 5, Now: now(), Tick: func() time.Time { return other }})
	other = other.Add(3 * time.Second)
	s.Advance(time.Minute)
	if got, want := s.Clock(), now().Add(63*time.Second); !got.Equal(want) {
		t.Fatalf("got %s, want %s", got, want)
	}
	s.SetClock(now())
	other = other.Add(time.Second)
	if got, want := s.Clock(), now().Add(time.Second); !got.Equal(want) {
		t.Fatalf("got %s, want %s", got, want)
	}
}

func TestTheWorldHasItsOddPeople(t *testing.T) {
	t.Parallel()
	truth := simulator.New(simulator.Options{Claims: 2000}).Truth()
	if demo, _ := truth.Employers[0].IsDemo.Get(); !demo {
		t.Fatal("no employer is for demonstrations")
	}
	member, _ := truth.Members[0].ID.Get()
	holder, _ := truth.PolicyHolders[0].PolicyHolderID.Get()
	if member != holder {
		t.Fatal("ids of members and policy holders do not collide")
	}
	couples := 0
	for _, c := range truth.Claims {
		if len(c.Members) == 2 && c.Members[0].EmployerID != c.Members[1].EmployerID {
			couples++
		}
	}
	if couples == 0 {
		t.Fatal("no claim belongs to two employers")
	}
}
